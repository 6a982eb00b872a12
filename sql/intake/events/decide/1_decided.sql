-- One row will be one row of the file with what it does: new, replaced or unchanged.
create temp table decided as
select
    typed.row_number,
    case when event.event_id is null then 'new'
    when event.category is not distinct from typed.category and event.note is not distinct from typed.note
    then 'unchanged' else 'replaced' end as status
from typed
left join event on event.event_id = typed.event_id and event.superseded_by is null
