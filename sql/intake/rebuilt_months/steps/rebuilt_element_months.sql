-- Adds element_month rows for months that are not fresh, from all grades that count.
-- param authority varchar the council
insert into element_month
with counted as (
    select
        observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting, element, grade
    from counted_grade
    where authority = :authority and month in (select month from affected_month where not is_fresh)
)
select :authority, month, service_area, team, setting, element, grade, count(*)
from (
    select month, service_area, team, setting, element, grade from counted
    union all
    select counted.month, counted.service_area, counted.team, counted.setting, composite_element.composite,
        round(avg(counted.grade), 6)
    from counted
    join composite_element using (element)
    group by
        counted.observation_key, counted.month, counted.service_area, counted.team, counted.setting,
        composite_element.composite
    having count(*) = any_value(composite_element.elements)
)
group by all
