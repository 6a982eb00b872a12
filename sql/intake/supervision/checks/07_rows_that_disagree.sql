-- One row is one cell that says something else of a supervision than an earlier row does.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with opening as (
    select
        supervision_key, cast(min(row_number) as varchar) as hint,
        arg_min(supervised_on, row_number) as supervised_on,
        arg_min(service_area, row_number) as service_area,
        arg_min(team, row_number) as team,
        arg_min(supervisor_id, row_number) as supervisor_id,
        arg_min(supervisee_ids, row_number) as supervisee_ids,
        arg_min(observer_id, row_number) as observer_id,
        arg_min(format, row_number) as format,
        arg_min(method, row_number) as method,
        arg_min(rubric_key, row_number) as rubric_key,
        arg_min(rubric_version, row_number) as rubric_version,
        arg_min(family_ref, row_number) as family_ref,
        arg_min(coached_on, row_number) as coached_on
    from typed
    where supervision_key is not null
    group by supervision_key
    having count(*) > 1
)
select
    typed.row_number,
    unnest(list_filter([
        case when typed.supervised_on <> opening.supervised_on then 'supervised_on' end,
        case when typed.service_area <> opening.service_area then 'service_area' end,
        case when typed.service_area = opening.service_area and typed.team <> opening.team then 'team' end,
        case when typed.supervisor_id <> opening.supervisor_id then 'supervisor_id' end,
        case when typed.supervisee_ids <> opening.supervisee_ids then 'supervisee_ids' end,
        case when typed.observer_id <> opening.observer_id then 'observer_id' end,
        case when typed.format <> opening.format then 'format' end,
        case when typed.method <> opening.method then 'method' end,
        case when typed.rubric_key <> opening.rubric_key then 'rubric' end,
        case when typed.rubric_key = opening.rubric_key and typed.rubric_version <> opening.rubric_version
        then 'rubric_version' end,
        case when typed.family_ref <> opening.family_ref then 'family_ref' end,
        case when typed.coached_on <> opening.coached_on then 'coached_on' end
    ], lambda name: name is not null)) as column_name,
    'rows_disagree' as code, null as value, opening.hint
from typed
join opening using (supervision_key)
