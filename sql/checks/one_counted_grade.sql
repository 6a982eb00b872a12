-- One row is one current observation and element, or supervision and item, of which not exactly the right grade counts,
-- or not the right mean stands in its stead.
-- returns subject varchar, detail varchar
with sort_of_observation as (
    select
        observation_key, min(grader_id) <> max(grader_id) as has_several_graders, bool_and(is_counted and mean_grade is null) as are_all_counted
    from grade
    where superseded_by is null
    group by observation_key
),
ranked as (
    select
        grade.observation_key, grade.element, grade.is_counted, grade.mean_grade,
        row_number() over (
            partition by grade.observation_key, grade.element
            order by
                grade.is_agreed = (coalesce(policy.value, 'agreed') <> 'agreed'),
                grade.grader_id <> observation.observer_id, grade.grader_order, grade.grader_id
        ) = 1 as should_count,
        if(
            policy.value = 'mean' and count(*) filter (not grade.is_agreed) over of_element > 1,
            round(avg(grade.grade) filter (not grade.is_agreed) over of_element, 9), null
        ) as mean_of_element
    from grade
    semi join (from sort_of_observation where has_several_graders) as several using (observation_key)
    join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
    left join policy
        on policy.authority = observation.authority and policy.policy = 'which_grade' and policy.superseded_by is null
    where grade.superseded_by is null
    window of_element as (partition by grade.observation_key, grade.element)
)
select
    'observation ' || cast(observation_key as varchar) as subject,
    element || ': ' || cast(count(*) filter (where is_counted) as varchar) || ' count' as detail
from ranked
where is_counted <> should_count or mean_grade is distinct from if(should_count, mean_of_element, null)
group by observation_key, element
union all
select 'supervision ' || cast(supervision_key as varchar), item || ': ' || cast(count(*) as varchar) || ' wrongly marked'
from supervision_verdict
where is_wrong
group by supervision_key, item
union all
select 'observation ' || cast(observation_key as varchar), 'the only grader does not count'
from sort_of_observation
where not has_several_graders and not are_all_counted
