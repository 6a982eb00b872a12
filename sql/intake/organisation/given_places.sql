-- One row is one service area and team as the file writes them, and whether a row of its own says how long it exists.
-- returns service_area varchar, team varchar, is_defined boolean, first_row bigint
select service_area, team, bool_or(worker_id is null) as is_defined, min(row_number) as first_row
from staged
group by service_area, team
order by first_row
