-- One row is one current grade of a supervision, with whether it is marked as the one that counts and whether it should
-- be: the agreed one where there is one, else the observer's own, else the first other grader's. Where the council decided
-- for the observer's own grade (policy which_grade), an agreed one comes last.
create or replace view supervision_verdict as
select
    grade.supervision_key, grade.grader_id, grade.item, grade.is_counted,
    row_number() over (
        partition by grade.supervision_key, grade.item
        order by
            grade.is_agreed = (coalesce(policy.value, 'agreed') = 'first'),
            grade.grader_id <> supervision.observer_id, grade.grader_order, grade.grader_id
    ) = 1 as should_count
from supervision_grade as grade
join supervision on supervision.supervision_key = grade.supervision_key and supervision.superseded_by is null
left join policy
    on policy.authority = supervision.authority and policy.policy = 'which_grade' and policy.superseded_by is null
where grade.superseded_by is null
