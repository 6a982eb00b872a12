-- Adds element_month rows for months that are not fresh, from all grades that count.
-- param authority varchar the council
insert into element_month
with seen as (
    select observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting
    from observation
    where authority = :authority and superseded_by is null
    and month in (select month from affected_month where not is_fresh)
),
counted as (
    select grade.observation_key, grade.element, coalesce(grade.mean_grade, grade.grade) as grade
    from grade
    semi join seen using (observation_key)
    where grade.is_counted and grade.superseded_by is null
),
composite_grade as (
    select counted.observation_key, composite_element.composite as element, round(avg(counted.grade), 6) as grade
    from counted
    join composite_element using (element)
    group by counted.observation_key, composite_element.composite
    having count(*) = any_value(composite_element.elements)
)
select :authority, seen.month, seen.service_area, seen.team, seen.setting, graded.element, graded.grade, count(*)
from (select * from counted union all select * from composite_grade) as graded
join seen using (observation_key)
group by all
