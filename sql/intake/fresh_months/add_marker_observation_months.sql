-- Adds marker_observation_month rows for fresh months.
-- param authority varchar the council
insert into marker_observation_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, false, fresh_cell.setting, fresh.marker,
    count(*), count(*) filter (where fresh.graders > 1)
from fresh_marked as fresh
join fresh_cell using (cell_no)
group by all
