-- One row is one part of the service (observations with a case marker, and those without), one length of time and one
-- element, with how many observations and workers it has.
-- service_area and part are null for all of them together; element is null for observations of whatever element.
-- param authority varchar the council
-- param marker varchar the case marker
-- returns service_area varchar, part varchar, length varchar, first_month date, element varchar, rows bigint, people bigint
with marked as (
    select distinct observation_key from observation_marker where superseded_by is null and marker = :marker
),
seen as materialized (
    select
        observation.observation_key, service_area, month, worker_id,
        if(marked.observation_key is null, 'other', 'marked') as part
    from observation
    left join marked on marked.observation_key = observation.observation_key
    where authority = :authority and superseded_by is null
),
counted as (
    select seen.service_area, seen.part, seen.month, seen.worker_id, grade.element, count(*) as observations
    from seen
    join grade on grade.observation_key = seen.observation_key and grade.superseded_by is null and grade.is_counted
    group by all
    union all
    select service_area, part, month, worker_id, null, count(*) from seen group by all
),
at_length as (
    select service_area, part, worker_id, element, observations, unnest(lengths_of_time(month), recursive := true)
    from counted
)
select
    service_area, part, length, first_month, element, cast(sum(observations) as bigint) as rows,
    count(distinct worker_id) as people
from at_length
group by grouping sets (
    (service_area, part, length, first_month, element), (service_area, length, first_month, element),
    (length, first_month, element)
)
order by service_area, part, length, first_month, element
