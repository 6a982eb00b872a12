-- One row is one part of the service, one length of time and one item, with how many supervisions and supervisors it has.
-- service_area and part are null for all of them together; element (an item of the rubric) is null for whatever item.
-- param authority varchar the council
-- param rubric varchar key of a rubric
-- param method varchar observed or self-reported
-- returns service_area varchar, part varchar, length varchar, first_month date, element varchar, rows bigint, people bigint
with seen as materialized (
    select supervision_key, service_area, team as part, month, supervisor_id
    from supervision
    where authority = :authority and superseded_by is null and rubric_key = :rubric and method = :method
),
counted as (
    select seen.service_area, seen.part, seen.month, seen.supervisor_id, grade.item as element, count(*) as supervisions
    from seen
    join supervision_grade as grade
        on grade.supervision_key = seen.supervision_key and grade.superseded_by is null and grade.is_counted
    group by all
    union all
    select service_area, part, month, supervisor_id, null, count(*) from seen group by all
),
at_length as (
    select service_area, part, supervisor_id, element, supervisions, unnest(lengths_of_time(month), recursive := true)
    from counted
)
select
    service_area, part, length, first_month, element, cast(sum(supervisions) as bigint) as rows,
    count(distinct supervisor_id) as people
from at_length
group by grouping sets (
    (service_area, part, length, first_month, element), (service_area, length, first_month, element),
    (length, first_month, element)
)
order by service_area, part, length, first_month, element
