-- One row will be one row of the file whose observation has other graders too, with the grader's place among them:
-- 1 for the observer, then the order in which they appeared.
create temp table ordered as
with present as (
    select grade.observation_key, grade.grader_id, min(grade.grader_order) as grader_order
    from grade
    semi join stored using (observation_key)
    where grade.superseded_by is null
    group by grade.observation_key, grade.grader_id
),
top as (select observation_key, max(grader_order) as grader_order from present group by observation_key),
several as (
    select typed.row_number, typed.observation_key, typed.grader_id, typed.observer_id
    from typed
    where typed.observation_key in (select observation_key from shared)
    or typed.observation_key in (select observation_key from stored)
),
known as (
    select
        several.row_number, several.observation_key, several.grader_id,
        present.grader_id is not null as is_present,
        case when several.grader_id = several.observer_id then 1
        when present.grader_order > 1 then present.grader_order end as grader_order,
        greatest(1, coalesce(top.grader_order, 1)) as last_order
    from several
    left join present using (observation_key, grader_id)
    left join top using (observation_key)
),
numbered as (
    select
        row_number, observation_key, grader_id, is_present,
        coalesce(
            grader_order,
            last_order + row_number() over (partition by observation_key, grader_order is null order by row_number)
        ) as grader_order
    from known
)
select *, grader_order = min(grader_order) over (partition by observation_key) as is_lowest
from numbered
