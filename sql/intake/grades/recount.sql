-- Marks the one grade that counts for each element of the observations in recount, and the mean that stands in its stead.
-- An agreed one, else the observer's own, else that of the grader who appeared first. Where the council decided otherwise
-- (policy which_grade), an agreed one comes last; and where it decided for the mean, that of all own grades stands in the
-- stead of the one that counts. Means are rounded so that they are the same however they are summed.
update grade set is_counted = verdict.is_counted, mean_grade = verdict.mean_grade
from (
    select
        observation_key, grader_id, element, place = 1 as is_counted, if(place = 1, mean_of_element, null) as mean_grade
    from (
        select
            grade.observation_key, grade.grader_id, grade.element,
            row_number() over (
                partition by grade.observation_key, grade.element
                order by
                    grade.is_agreed = (coalesce(policy.value, 'agreed') <> 'agreed'),
                    grade.grader_id <> observation.observer_id, grade.grader_order, grade.grader_id
            ) as place,
            if(
                policy.value = 'mean' and count(*) filter (not grade.is_agreed) over of_element > 1,
                round(avg(grade.grade) filter (not grade.is_agreed) over of_element, 9), null
            ) as mean_of_element
        from grade
        semi join recount using (observation_key)
        join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
        left join policy
            on policy.authority = observation.authority and policy.policy = 'which_grade'
            and policy.superseded_by is null
        where grade.superseded_by is null
        window of_element as (partition by grade.observation_key, grade.element)
    )
) as verdict
where grade.superseded_by is null and grade.observation_key = verdict.observation_key
and grade.grader_id = verdict.grader_id and grade.element = verdict.element
and (grade.is_counted <> verdict.is_counted or grade.mean_grade is distinct from verdict.mean_grade)
