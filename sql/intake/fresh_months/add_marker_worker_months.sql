-- Adds marker_worker_month rows for fresh months.
-- param authority varchar the council
insert into marker_worker_month
select
    :authority, fresh_cell.month, fresh_cell.service_area, fresh_cell.team, false, fresh_cell.setting, fresh.marker,
    fresh.worker_id, bit_or(cast(1 as bigint) << element_bit.bit)
from fresh_marked_worker as fresh
join fresh_cell using (cell_no)
join part on fresh.parts & part.part_bit <> 0
join element_bit on element_bit.element = part.part and element_bit.authority = :authority
group by all
