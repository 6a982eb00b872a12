-- One row will be one request of the file as it will stand in the store.
-- What the file leaves blank stays as the store has it; how and when somebody was asked only where the form is the same.
create temp table incoming as
select
    stored.feedback_key is not null as is_stored,
    coalesce(stored.form_key = typed.form_key and stored.form_version = typed.form_version, false) as is_same_form,
    typed.row_number, typed.feedback_key, typed.feedback_id, typed.asked_on,
    cast(date_trunc('month', typed.asked_on) as date) as month, typed.service_area, typed.team,
    coalesce(typed.worker_id, stored.worker_id) as worker_id, typed.respondent,
    coalesce(typed.mode, if(is_same_form, stored.mode, null)) as mode,
    typed.outcome, typed.form_key, typed.form_version,
    coalesce(typed.time_point, if(is_same_form, stored.time_point, null)) as time_point,
    coalesce(typed.observation_key, stored.observation_key) as observation_key,
    coalesce(typed.family_ref, stored.family_ref) as family_ref,
    typed.comment
from typed
left join stored using (feedback_key)
