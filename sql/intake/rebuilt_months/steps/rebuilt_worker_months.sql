-- Adds worker_month rows for months that are not fresh, from all grades that count.
-- param authority varchar the council
insert into worker_month
with seen as (
    select observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting, worker_id
    from observation
    where authority = :authority and superseded_by is null
    and month in (select month from affected_month where not is_fresh)
),
counted as (
    select grade.observation_key, grade.element
    from grade
    semi join seen using (observation_key)
    where grade.is_counted and grade.superseded_by is null
),
composite_grade as (
    select counted.observation_key, composite_element.composite as element
    from counted
    join composite_element using (element)
    group by counted.observation_key, composite_element.composite
    having count(*) = any_value(composite_element.elements)
)
select
    :authority, seen.month, seen.service_area, seen.team, seen.setting, seen.worker_id,
    bit_or(cast(1 as bigint) << element_bit.bit)
from (select * from counted union all select * from composite_grade) as graded
join seen using (observation_key)
join element_bit on element_bit.element = graded.element and element_bit.authority = :authority
group by all
