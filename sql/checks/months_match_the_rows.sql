-- One row is one row of a monthly table that differs from what the current rows give, in one direction or the other.
-- returns subject varchar, detail varchar
with seen as (
    select
        authority, observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting, worker_id
    from observation
    where superseded_by is null
),
counted as (
    select grade.observation_key, seen.authority, grade.element, coalesce(grade.mean_grade, grade.grade) as grade
    from grade
    join seen using (observation_key)
    where grade.is_counted and grade.superseded_by is null
),
graded as (
    select observation_key, element, grade from counted
    union all
    select counted.observation_key, composite_element.composite, round(avg(counted.grade), 6)
    from counted
    join composite_element
        on composite_element.authority = counted.authority and composite_element.element = counted.element
    group by counted.observation_key, composite_element.composite
    having count(*) = any_value(composite_element.elements)
),
element_should as (
    select
        seen.authority, seen.month, seen.service_area, seen.team, seen.setting, graded.element, graded.grade,
        count(*) as observations
    from graded
    join seen using (observation_key)
    group by all
),
worker_should as (
    select
        seen.authority, seen.month, seen.service_area, seen.team, seen.setting, seen.worker_id,
        bit_or(cast(1 as bigint) << element_bit.bit) as elements
    from graded
    join seen using (observation_key)
    join element_bit on element_bit.element = graded.element and element_bit.authority = seen.authority
    group by all
),
observation_should as (
    select
        observation.authority, observation.month, observation.service_area, observation.team,
        coalesce(observation.setting, 'not recorded') as setting,
        count(*) as observations, count(*) filter (where graders.graders > 1) as double_graded
    from observation
    left join (
        select observation_key, count(distinct grader_id) as graders
        from grade
        where superseded_by is null
        group by observation_key
    ) as graders using (observation_key)
    where observation.superseded_by is null
    group by all
)
select 'element_month' as subject, concat_ws(', ', month, team, element) as detail
from ((from element_should except all from element_month) union all (from element_month except all from element_should))
union all
select 'worker_month', concat_ws(', ', month, team)
from ((from worker_should except all from worker_month) union all (from worker_month except all from worker_should))
union all
select 'observation_month', concat_ws(', ', month, team, setting)
from (
    (from observation_should except all from observation_month)
    union all
    (from observation_month except all from observation_should)
)
