-- One row will be one row of the file with what it does: new (another grader, or all of it), replaced or unchanged.
create temp table decided as
with same_particulars as (
    select supervision_key
    from incoming
    join stored using (supervision_key)
    where incoming.supervised_on = stored.supervised_on
    and incoming.service_area = stored.service_area
    and incoming.team = stored.team
    and incoming.supervisor_id = stored.supervisor_id
    and incoming.supervisee_ids is not distinct from stored.supervisee_ids
    and incoming.observer_id = stored.observer_id
    and incoming.format is not distinct from stored.format
    and incoming.method = stored.method
    and incoming.family_ref is not distinct from stored.family_ref
    and incoming.coached_on is not distinct from stored.coached_on
),
given as (
    select ordered.supervision_key, ordered.grader_id, given_grade.item, as_number(given_grade.given) as grade
    from given_grade
    join ordered using (row_number)
    where ordered.is_present
),
current_grade as (
    select supervision_key, grader_id, item, grade
    from supervision_grade
    semi join (from ordered where is_present) as repeated using (supervision_key, grader_id)
    where superseded_by is null and item in (select item from file_item)
),
regraded as (
    select supervision_key, grader_id from (from given except all from current_grade)
    union
    select supervision_key, grader_id from (from current_grade except all from given)
)
select
    ordered.row_number, ordered.supervision_key, ordered.grader_id,
    case when not ordered.is_present then 'new'
    when same_particulars.supervision_key is null or regraded.supervision_key is not null then 'replaced'
    else 'unchanged' end as status
from ordered
left join same_particulars using (supervision_key)
left join regraded using (supervision_key, grader_id)
