-- One row will be one neighbour of one council.
create temp table typed as
select
    row_number, area_code, neighbour_code, neighbour, lower(closeness) as closeness,
    coalesce(source, 'the council’s own list') as source
from staged
