-- One row will be one row of the file whose observation the store has already.
-- It is new (another grader), replaced or unchanged. All other rows of the file are new.
create temp table row_status as
with same_particulars as (
    select incoming.observation_key
    from incoming
    join stored using (observation_key)
    where incoming.observed_on = stored.observed_on
    and incoming.service_area = stored.service_area
    and incoming.team = stored.team
    and incoming.worker_id = stored.worker_id
    and incoming.observer_id = stored.observer_id
    and incoming.setting is not distinct from stored.setting
    and incoming.medium is not distinct from stored.medium
    and incoming.visit_number is not distinct from stored.visit_number
    and incoming.family_ref is not distinct from stored.family_ref
    and incoming.coached_on is not distinct from stored.coached_on
    and incoming.markers = coalesce(stored.markers, '')
),
repeated as (select row_number, observation_key, grader_id from ordered where is_present),
both_sides as (
    select observation_key, grader_id, element[8:] as element, grade
    from (
        unpivot (
            select typed.observation_key, typed.grader_id, columns('grade__.*')
            from typed
            semi join repeated using (row_number)
        ) on columns('grade__.*') into name element value grade
    )
    union all
    select grade.observation_key, grade.grader_id, grade.element, grade.grade
    from grade
    semi join repeated using (observation_key, grader_id)
    semi join file_element using (element)
    where grade.superseded_by is null
),
regraded as (
    select distinct observation_key, grader_id
    from (
        select observation_key, grader_id
        from both_sides
        group by observation_key, grader_id, element
        having count(*) <> 2 or min(grade) <> max(grade)
    )
)
select
    ordered.row_number, ordered.observation_key, ordered.grader_id,
    case when not ordered.is_present then 'new'
    when same_particulars.observation_key is null or regraded.observation_key is not null then 'replaced'
    else 'unchanged' end as status
from ordered
semi join stored using (observation_key)
left join same_particulars using (observation_key)
left join regraded using (observation_key, grader_id)
