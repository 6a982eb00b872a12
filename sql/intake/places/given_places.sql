-- One row is one service area and team as the file writes them.
-- returns service_area varchar, team varchar, first_row bigint
select service_area, team, min(row_number) as first_row
from staged
group by all
order by first_row
