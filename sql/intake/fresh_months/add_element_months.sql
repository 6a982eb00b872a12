-- Adds element_month rows for fresh months.
-- param authority varchar the council
insert into element_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, fresh_cell.setting, fresh_grade.part,
    fresh_grade.grade, fresh_grade.observations
from fresh_grade
join fresh_cell using (cell_no)
