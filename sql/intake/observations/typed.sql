-- One row will be one row of the file: one observation as graded by one grader. markers are sorted, with "; " between
-- them; empty where the file says that there are none.
-- param authority varchar the council
create temp table typed as
select
    staged.row_number,
    cast(md5(:authority || chr(31) || staged.observation_id) as uuid) as observation_key,
    staged.observation_id,
    as_date(staged.observed_on) as observed_on,
    place.service_area,
    place.team,
    staged.worker_id,
    staged.observer_id,
    coalesce(staged.grader_id, staged.observer_id) as grader_id,
    setting_choice.name as setting,
    medium_choice.name as medium,
    cast(case when as_number(staged.visit_number) between 1 and 9999 then as_number(staged.visit_number) end as smallint)
        as visit_number,
    staged.family_ref,
    marker_choice.name as markers,
    as_date(staged.coached_on) as coached_on,
    (staged.observed_on is null or as_date(staged.observed_on) is not null)
        and (staged.coached_on is null or as_date(staged.coached_on) is not null)
        and (staged.visit_number is null or coalesce(
            as_number(staged.visit_number) between 1 and 9999
            and as_number(staged.visit_number) = floor(as_number(staged.visit_number)), false)) as is_read,
    try_cast(columns('grade__.*') as double) as '\0'
from staged
left join place
    on place.given_service_area is not distinct from staged.service_area
    and place.given_team is not distinct from staged.team
left join choice as setting_choice
    on setting_choice.column_name = 'setting' and setting_choice.given = staged.setting
left join choice as medium_choice
    on medium_choice.column_name = 'medium' and medium_choice.given = staged.medium
left join choice as marker_choice
    on marker_choice.column_name = 'markers' and marker_choice.given = staged.markers
