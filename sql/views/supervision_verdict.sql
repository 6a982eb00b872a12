-- One row is one current grade of a supervision, with whether it should be marked as the one that counts, the mean that
-- should stand in its stead, and whether either is marked wrongly. The agreed one counts where there is one, else the
-- observer's own, else the first other grader's. Where the council decided otherwise (policy which_grade), an agreed one
-- comes last; and where it decided for the mean, that of all own grades stands in its stead.
create or replace view supervision_verdict as
with ranked as (
    select
        grade.supervision_key, grade.grader_id, grade.item, grade.is_counted, grade.mean_grade,
        row_number() over (
            partition by grade.supervision_key, grade.item
            order by
                grade.is_agreed = (coalesce(policy.value, 'agreed') <> 'agreed'),
                grade.grader_id <> supervision.observer_id, grade.grader_order, grade.grader_id
        ) = 1 as should_count,
        if(
            policy.value = 'mean' and count(*) filter (not grade.is_agreed) over of_item > 1,
            round(avg(grade.grade) filter (not grade.is_agreed) over of_item, 9), null
        ) as mean_of_item
    from supervision_grade as grade
    join supervision on supervision.supervision_key = grade.supervision_key and supervision.superseded_by is null
    left join policy
        on policy.authority = supervision.authority and policy.policy = 'which_grade' and policy.superseded_by is null
    where grade.superseded_by is null
    window of_item as (partition by grade.supervision_key, grade.item)
)
select
    supervision_key, grader_id, item, should_count, if(should_count, mean_of_item, null) as should_be,
    is_counted <> should_count or mean_grade is distinct from if(should_count, mean_of_item, null) as is_wrong
from ranked
