-- One row will be one row of the file with what it does: new, replaced or unchanged.
create temp table decided as
with earlier as (
    select feedback_response.feedback_key, item, value, free_text, is_safe_to_show
    from feedback_response
    join stored using (feedback_key)
    where feedback_response.superseded_by is null
),
changed as (
    select feedback_key from (from response semi join stored using (feedback_key) except all from earlier)
    union
    select feedback_key from (from earlier except all (from response semi join stored using (feedback_key)))
)
select
    incoming.row_number, incoming.feedback_key,
    case when not incoming.is_stored then 'new'
    when incoming.asked_on = stored.asked_on and incoming.service_area = stored.service_area
        and incoming.team = stored.team and incoming.worker_id is not distinct from stored.worker_id
        and incoming.respondent = stored.respondent and incoming.mode is not distinct from stored.mode
        and incoming.outcome = stored.outcome and incoming.is_same_form
        and incoming.time_point is not distinct from stored.time_point
        and incoming.observation_key is not distinct from stored.observation_key
        and incoming.family_ref is not distinct from stored.family_ref
        and incoming.feedback_key not in (select feedback_key from changed)
    then 'unchanged' else 'replaced' end as status
from incoming
left join stored using (feedback_key)
