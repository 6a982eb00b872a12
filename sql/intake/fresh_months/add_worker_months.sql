-- Adds worker_month rows for fresh months.
-- param authority varchar the council
insert into worker_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, fresh_cell.setting, part.part,
    fresh_worker.worker_id
from fresh_worker
join fresh_cell using (cell_no)
join part on fresh_worker.parts & part.part_bit <> 0
