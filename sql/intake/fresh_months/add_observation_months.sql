-- Adds observation_month rows for fresh months.
-- param authority varchar the council
insert into observation_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, fresh_cell.setting,
    count(*), count(*) filter (where fresh_observation.graders > 1)
from fresh_observation
join fresh_cell using (cell_no)
group by all
