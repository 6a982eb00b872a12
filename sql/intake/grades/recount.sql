-- Marks the one grade that counts for each element of the observations in recount.
-- An agreed one, else the observer's own, else that of the grader who appeared first. Where the council decided for the
-- observer's own grade (policy which_grade), an agreed one comes last.
update grade set is_counted = verdict.is_counted
from (
    select
        grade.observation_key, grade.grader_id, grade.element,
        row_number() over (
            partition by grade.observation_key, grade.element
            order by
                grade.is_agreed = (coalesce(policy.value, 'agreed') = 'first'),
                grade.grader_id <> observation.observer_id, grade.grader_order, grade.grader_id
        ) = 1 as is_counted
    from grade
    semi join recount using (observation_key)
    join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
    left join policy
        on policy.authority = observation.authority and policy.policy = 'which_grade' and policy.superseded_by is null
    where grade.superseded_by is null
) as verdict
where grade.superseded_by is null and grade.observation_key = verdict.observation_key
and grade.grader_id = verdict.grader_id and grade.element = verdict.element
and grade.is_counted <> verdict.is_counted
