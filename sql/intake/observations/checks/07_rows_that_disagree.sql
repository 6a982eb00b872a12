-- One row is one cell that says something else of an observation than an earlier row does.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with graded as (select typed.* from typed semi join shared using (observation_key)),
opening as (
    select
        observation_key, cast(min(row_number) as varchar) as hint,
        arg_min(observed_on, row_number) as observed_on,
        arg_min(service_area, row_number) as service_area,
        arg_min(team, row_number) as team,
        arg_min(worker_id, row_number) as worker_id,
        arg_min(observer_id, row_number) as observer_id,
        arg_min(setting, row_number) as setting,
        arg_min(medium, row_number) as medium,
        arg_min(visit_number, row_number) as visit_number,
        arg_min(family_ref, row_number) as family_ref,
        arg_min(coached_on, row_number) as coached_on,
        arg_min(markers, row_number) as markers
    from graded
    group by observation_key
)
select
    graded.row_number,
    unnest(list_filter([
        case when graded.observed_on <> opening.observed_on then 'observed_on' end,
        case when graded.service_area <> opening.service_area then 'service_area' end,
        case when graded.service_area = opening.service_area and graded.team <> opening.team then 'team' end,
        case when graded.worker_id <> opening.worker_id then 'worker_id' end,
        case when graded.observer_id <> opening.observer_id then 'observer_id' end,
        case when graded.setting <> opening.setting then 'setting' end,
        case when graded.medium <> opening.medium then 'medium' end,
        case when graded.visit_number <> opening.visit_number then 'visit_number' end,
        case when graded.family_ref <> opening.family_ref then 'family_ref' end,
        case when graded.coached_on <> opening.coached_on then 'coached_on' end,
        case when graded.markers <> opening.markers then 'markers' end
    ], lambda name: name is not null)) as column_name,
    'rows_disagree' as code, null as value, opening.hint
from graded
join opening using (observation_key)
