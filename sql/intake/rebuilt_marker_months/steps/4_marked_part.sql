-- One row will be one element or composite of one of these observations, with the grade that counts.
create temp table marked_part as
with counted as (select observation_key, element, grade from marked_grade where is_counted)
select observation_key, element, grade from counted
union all
select counted.observation_key, composite_element.composite, round(avg(counted.grade), 6)
from counted
join composite_element using (element)
group by counted.observation_key, composite_element.composite
having count(*) = any_value(composite_element.elements)
