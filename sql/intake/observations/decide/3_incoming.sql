-- One row is one observation of the file as it will stand in the store: a blank leaves what the store has.
create temp view incoming as
select
    one.observation_key, one.observation_id, one.observed_on,
    cast(date_trunc('month', one.observed_on) as date) as month,
    one.service_area, one.team, one.worker_id, one.observer_id,
    coalesce(one.setting, stored.setting) as setting,
    coalesce(one.medium, stored.medium) as medium,
    coalesce(one.visit_number, stored.visit_number) as visit_number,
    coalesce(one.family_ref, stored.family_ref) as family_ref,
    coalesce(one.coached_on, stored.coached_on) as coached_on,
    coalesce(one.markers, stored.markers, '') as markers,
    one.graders,
    stored.observation_key is not null as is_stored,
    columns('grade__.*')
from (
    select
        observation_key, observation_id, observed_on, service_area, team, worker_id, observer_id, setting, medium,
        visit_number, family_ref, coached_on, markers, 1 as graders, columns('grade__.*')
    from typed
    anti join shared using (observation_key)
    union all by name
    from merged
) as one
left join stored on stored.observation_key = one.observation_key
