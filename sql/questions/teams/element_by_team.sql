-- One row is one team and one element or composite, over the whole period; teams without observations too.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param elements varchar[] keys of elements or composites
-- param threshold double the grade from which practice is called skilled
-- shows practice by team over period
-- returns service_area varchar, team varchar, element varchar, observations bigint, workers bigint, grade_sum double, grade_square_sum double, at_threshold bigint
with unit as (
    select service_area, team
    from team
    where authority = :authority and superseded_by is null
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_within(cast(:teams as varchar[]), team)
    union
    select '(group)', team_group
    from team_group_member
    where authority = :authority and superseded_by is null
      and is_team_within(cast(:teams as varchar[]), team_group, true)
),
spine as (
    select unit.service_area, unit.team, element.element
    from unit
    cross join (select unnest(cast(:elements as varchar[])) as element) as element
),
graded as (
    select if(is_group, '(group)', service_area) as service_area, team, element,
        sum(observations) as observations,
        sum(grade * observations) as grade_sum,
        sum(grade * grade * observations) as grade_square_sum,
        sum(if(grade >= :threshold, observations, 0)) as at_threshold
    from scoped_element_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
    group by all
),
worker as (
    select if(is_group, '(group)', service_area) as service_area, team, worker_id, bit_or(elements) as elements
    from scoped_worker_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
    group by all
),
alike as (
    select service_area, team, elements, count(*) as workers from worker group by all
),
seen as (
    select alike.service_area, alike.team, element_bit.element, cast(sum(alike.workers) as bigint) as workers
    from alike
    join element_bit on (alike.elements >> element_bit.bit) & 1 = 1 and element_bit.authority = :authority
    group by all
)
select spine.service_area, spine.team, spine.element,
    cast(coalesce(graded.observations, 0) as bigint) as observations,
    coalesce(seen.workers, 0) as workers,
    cast(coalesce(graded.grade_sum, 0) as double) as grade_sum,
    cast(coalesce(graded.grade_square_sum, 0) as double) as grade_square_sum,
    cast(coalesce(graded.at_threshold, 0) as bigint) as at_threshold
from spine
left join graded using (service_area, team, element)
left join seen using (service_area, team, element)
order by spine.service_area, spine.team, list_position(cast(:elements as varchar[]), spine.element)
