-- Adds marker_element_month rows for fresh months.
-- param authority varchar the council
insert into marker_element_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, false, fresh_cell.setting, fresh.marker,
    fresh.part, fresh.grade, fresh.observations
from fresh_marked_grade as fresh
join fresh_cell using (cell_no)
