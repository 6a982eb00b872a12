-- One row will be one session of the file as it will stand in the store: a blank leaves what the store has.
create temp table incoming as
select
    typed.* replace (
        coalesce(typed.person_id, stored.person_id) as person_id,
        coalesce(typed.coach_id, stored.coach_id) as coach_id,
        coalesce(typed.observation_key, stored.observation_key) as observation_key,
        coalesce(typed.supervision_key, stored.supervision_key) as supervision_key
    ),
    stored.coaching_id is not null as is_stored
from typed
left join stored using (coaching_id)
