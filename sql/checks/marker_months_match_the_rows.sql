-- One row is one row of a case marker's months that differs from what its observations give, in one direction or the
-- other.
-- returns subject varchar, detail varchar
with seen as (
    select
        authority, scope_team as team, is_group, marker, observation_key, month, service_area,
        coalesce(setting, 'not recorded') as setting, worker_id
    from scoped_observation
    where marker is not null
),
current_grade as (
    select observation_key, grader_id, element, coalesce(mean_grade, grade) as grade, is_counted
    from grade
    semi join seen using (observation_key)
    where superseded_by is null
),
counted as (
    select current_grade.observation_key, whose.authority, current_grade.element, current_grade.grade
    from current_grade
    join (select distinct authority, observation_key from seen) as whose using (observation_key)
    where current_grade.is_counted
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
        seen.authority, seen.month, seen.service_area, seen.team, seen.is_group, seen.setting, seen.marker,
        graded.element, graded.grade, count(*) as observations
    from graded
    join seen using (observation_key)
    group by all
),
worker_should as (
    select
        seen.authority, seen.month, seen.service_area, seen.team, seen.is_group, seen.setting, seen.marker,
        seen.worker_id, bit_or(cast(1 as bigint) << element_bit.bit) as elements
    from graded
    join seen using (observation_key)
    join element_bit on element_bit.element = graded.element and element_bit.authority = seen.authority
    group by all
),
observation_should as (
    select
        seen.authority, seen.month, seen.service_area, seen.team, seen.is_group, seen.setting, seen.marker,
        count(*) as observations, count(*) filter (where graders.graders > 1) as double_graded
    from seen
    left join (
        select observation_key, count(distinct grader_id) as graders from current_grade group by observation_key
    ) as graders using (observation_key)
    group by all
)
select 'marker_element_month' as subject, concat_ws(', ', month, team, marker, element) as detail
from (
    (from element_should except all from marker_element_month)
    union all
    (from marker_element_month except all from element_should)
)
union all
select 'marker_worker_month', concat_ws(', ', month, team, marker)
from (
    (from worker_should except all from marker_worker_month)
    union all
    (from marker_worker_month except all from worker_should)
)
union all
select 'marker_observation_month', concat_ws(', ', month, team, marker, setting)
from (
    (from observation_should except all from marker_observation_month)
    union all
    (from marker_observation_month except all from observation_should)
)
