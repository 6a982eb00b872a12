-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when event.event_id is null then 'new'
    when not typed.is_withdrawn and event.starts_on = typed.starts_on
        and event.ends_on is not distinct from typed.ends_on and event.title = typed.title
        and event.category is not distinct from typed.category
        and event.service_area is not distinct from typed.service_area
        and event.team is not distinct from typed.team and event.owner is not distinct from typed.owner
        and event.note is not distinct from typed.note
    then 'unchanged' else 'replaced' end as status
from typed
left join event
    on event.authority = :authority and event.superseded_by is null and event.event_id = typed.event_id
