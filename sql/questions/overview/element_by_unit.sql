-- One row is one unit (a service area or a team), one element and one part of the period, where there are observations.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param earlier_first date first month of the earlier part, null for no earlier part
-- param earlier_last date last month of the earlier part
-- param later_first date first month of the later part
-- param later_last date last month of the later part
-- param elements varchar[] keys of elements or composites
-- param unit varchar service_area or team
-- shows practice by unit over period
-- returns unit varchar, element varchar, part varchar, observations bigint, workers bigint, grade_sum double
with graded as (
    select
        if(:unit = 'team', team, service_area) as unit, element,
        case when month >= cast(:later_first as date) then 'later' else 'earlier' end as part,
        sum(observations) as observations, sum(grade * observations) as grade_sum
    from scoped_element_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and list_contains(cast(:elements as varchar[]), element)
      and (month between cast(:earlier_first as date) and cast(:earlier_last as date)
           or month between cast(:later_first as date) and cast(:later_last as date))
    group by all
),
worker as (
    select
        if(:unit = 'team', team, service_area) as unit,
        case when month >= cast(:later_first as date) then 'later' else 'earlier' end as part,
        worker_id, bit_or(elements) as elements
    from scoped_worker_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and (month between cast(:earlier_first as date) and cast(:earlier_last as date)
           or month between cast(:later_first as date) and cast(:later_last as date))
    group by all
),
alike as (
    select unit, part, elements, count(*) as workers from worker group by all
),
seen as (
    select alike.unit, alike.part, element_bit.element, cast(sum(alike.workers) as bigint) as workers
    from alike
    join element_bit on (alike.elements >> element_bit.bit) & 1 = 1 and element_bit.authority = :authority
    group by all
)
select
    graded.unit, graded.element, graded.part, cast(graded.observations as bigint) as observations,
    coalesce(seen.workers, 0) as workers, cast(graded.grade_sum as double) as grade_sum
from graded
left join seen on seen.unit = graded.unit and seen.element = graded.element and seen.part = graded.part
order by graded.unit, graded.element, graded.part
