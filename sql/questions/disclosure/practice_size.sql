-- One row is one part of the service, one length of time and one element, with how many observations and workers it has.
-- service_area and part are null for all of them together; element is null for observations of whatever element.
-- param authority varchar the council
-- param part varchar what a service area is divided into: team or setting
-- returns service_area varchar, part varchar, length varchar, first_month date, element varchar, rows bigint, people bigint
with counted as (
    select service_area, if(:part = 'team', team, setting) as part, month, element, sum(observations) as observations
    from element_month
    where authority = :authority and element in (select element from element_bit where authority = :authority)
    group by all
    union all
    select service_area, if(:part = 'team', team, setting), month, null, sum(observations)
    from observation_month
    where authority = :authority
    group by all
),
counted_at_length as (
    select service_area, part, element, observations, unnest(lengths_of_time(month), recursive := true) from counted
),
count_of_rows as (
    select service_area, part, length, first_month, element, sum(observations) as rows
    from counted_at_length
    group by grouping sets (
        (service_area, part, length, first_month, element), (service_area, length, first_month, element),
        (length, first_month, element)
    )
),
worker as (
    select service_area, if(:part = 'team', team, setting) as part, month, worker_id, bit_or(elements) as elements
    from worker_month
    where authority = :authority
    group by all
),
worker_at_length as (
    select service_area, part, worker_id, elements, unnest(lengths_of_time(month), recursive := true) from worker
),
seen as (
    select service_area, part, length, first_month, worker_id, bit_or(elements) as elements
    from worker_at_length
    group by grouping sets (
        (service_area, part, length, first_month, worker_id), (service_area, length, first_month, worker_id),
        (length, first_month, worker_id)
    )
),
alike as (
    select service_area, part, length, first_month, elements, count(*) as workers from seen group by all
),
count_of_people as (
    select alike.service_area, alike.part, alike.length, alike.first_month, element_bit.element, sum(workers) as people
    from alike
    join element_bit on (alike.elements >> element_bit.bit) & 1 = 1 and element_bit.authority = :authority
    group by all
    union all
    select service_area, part, length, first_month, null, sum(workers) from alike group by all
)
select
    size.service_area, size.part, size.length, size.first_month, size.element, cast(size.rows as bigint) as rows,
    cast(coalesce(person.people, 0) as bigint) as people
from count_of_rows as size
left join count_of_people as person
    on person.service_area is not distinct from size.service_area and person.part is not distinct from size.part
    and person.length = size.length and person.first_month = size.first_month
    and person.element is not distinct from size.element
order by size.service_area, size.part, size.length, size.first_month, size.element
