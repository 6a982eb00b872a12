-- One row will be one row of the file with the grader's place among those of the supervision: 1 for the observer, then
-- the order in which they appeared.
create temp table ordered as
with present as (
    select supervision_key, grader_id, min(grader_order) as grader_order
    from supervision_grade
    where superseded_by is null and supervision_key in (select supervision_key from stored)
    group by supervision_key, grader_id
),
top as (select supervision_key, max(grader_order) as grader_order from present group by supervision_key),
known as (
    select
        typed.row_number, typed.supervision_key, typed.grader_id,
        present.grader_id is not null as is_present,
        case when typed.grader_id = incoming.observer_id then 1
        when present.grader_order > 1 then present.grader_order end as grader_order,
        greatest(1, coalesce(top.grader_order, 1)) as last_order
    from typed
    join incoming using (supervision_key)
    left join present using (supervision_key, grader_id)
    left join top using (supervision_key)
)
select
    row_number, supervision_key, grader_id, is_present,
    coalesce(
        grader_order,
        last_order + row_number() over (partition by supervision_key, grader_order is null order by row_number)
    ) as grader_order
from known
