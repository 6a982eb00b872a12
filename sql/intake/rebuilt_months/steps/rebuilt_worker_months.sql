-- Adds worker_month rows for months that are not fresh, from all grades that count.
-- param authority varchar the council
insert into worker_month
with counted as (
    select
        observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting, element, worker_id
    from counted_grade
    where authority = :authority and month in (select month from affected_month where not is_fresh)
)
select distinct :authority, month, service_area, team, setting, element, worker_id from counted
union all
select distinct :authority, month, service_area, team, setting, composite, worker_id
from (
    select counted.month, counted.service_area, counted.team, counted.setting, composite_element.composite,
        counted.worker_id
    from counted
    join composite_element using (element)
    group by
        counted.observation_key, counted.month, counted.service_area, counted.team, counted.setting,
        composite_element.composite, counted.worker_id
    having count(*) = any_value(composite_element.elements)
)
