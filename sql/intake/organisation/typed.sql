-- One row will be one row of the file: a team where worker_id is null, else a worker's time in it.
create temp table typed as
select
    staged.row_number, place.service_area, place.team, staged.worker_id, staged.role,
    as_date(staged."from") as valid_from, as_date(staged."to") as valid_to
from staged
left join place
    on place.given_service_area is not distinct from staged.service_area
    and place.given_team is not distinct from staged.team
