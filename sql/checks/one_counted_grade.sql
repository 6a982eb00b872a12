-- One row is one current observation and element for which not exactly one grade counts, or the wrong one does.
-- returns subject varchar, detail varchar
with ranked as (
    select
        grade.observation_key, grade.element, grade.is_counted,
        row_number() over (
            partition by grade.observation_key, grade.element
            order by not grade.is_agreed, grade.grader_id <> observation.observer_id, grade.grader_order, grade.grader_id
        ) = 1 as should_count
    from grade
    join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
    where grade.superseded_by is null
)
select
    'observation ' || cast(observation_key as varchar) as subject,
    element || ': ' || cast(count(*) filter (where is_counted) as varchar) || ' count' as detail
from ranked
where is_counted <> should_count
group by observation_key, element
