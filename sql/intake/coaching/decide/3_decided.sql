-- One row will be one row of the file with what it does: new, replaced or unchanged.
create temp table decided as
select
    incoming.row_number, incoming.coaching_id,
    case when not incoming.is_stored then 'new'
    when incoming.coached_on = stored.coached_on
        and incoming.person_id is not distinct from stored.person_id
        and incoming.coach_id is not distinct from stored.coach_id
        and incoming.observation_key is not distinct from stored.observation_key
        and incoming.supervision_key is not distinct from stored.supervision_key
    then 'unchanged' else 'replaced' end as status
from incoming
left join stored using (coaching_id)
