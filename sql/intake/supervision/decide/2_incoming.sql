-- One row will be one supervision of the file as it will stand in the store.
-- A blank is filled from another row of the file, else it leaves what the store has.
create temp table incoming as
with merged as (
    select
        supervision_key,
        arg_min(supervision_id, row_number) as supervision_id,
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
    group by supervision_key
)
select
    merged.* replace (
        coalesce(merged.supervisee_ids, stored.supervisee_ids) as supervisee_ids,
        coalesce(merged.format, stored.format) as format,
        coalesce(merged.family_ref, stored.family_ref) as family_ref,
        coalesce(merged.coached_on, stored.coached_on) as coached_on
    ),
    cast(date_trunc('month', merged.supervised_on) as date) as month
from merged
left join stored using (supervision_key)
