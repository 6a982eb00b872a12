-- One row will be one event.
-- param authority varchar the council
create temp table typed as
select
    *,
    cast(md5(concat_ws(chr(31), :authority, starts_on, title, coalesce(service_area, ''), coalesce(team, ''))) as uuid)
        as event_id
from (
    select
        staged.row_number, as_date(staged.date) as starts_on, staged.title, staged.category, place.service_area,
        place.team, staged.note
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
)
