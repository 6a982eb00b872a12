-- One row is one month (or quarter, or year, by its first day) and one element or composite; without observations too.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for the first with observations
-- param last_month date last month, null for the last with observations
-- param elements varchar[] keys of elements or composites
-- param grain varchar month, quarter or year
-- param threshold double the grade from which practice is called skilled
-- shows practice by scope over grain
-- returns month date, element varchar, observations bigint, workers bigint, grade_sum double, grade_square_sum double, at_threshold bigint
with span as (
    select
        greatest(cast(:first_month as date), min(month)) as first_month,
        least(cast(:last_month as date), max(month)) as last_month
    from scoped_observation_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
),
spine as (
    select distinct cast(date_trunc(:grain, cast(month.month as date)) as date) as month, element.element
    from (
        select unnest(generate_series(first_month, last_month, interval 1 month)) as month
        from span
    ) as month
    cross join (select unnest(cast(:elements as varchar[])) as element) as element
),
graded as (
    select
        cast(date_trunc(:grain, month) as date) as month, element,
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
      and month between (select first_month from span) and (select last_month from span)
      and list_contains(cast(:elements as varchar[]), element)
    group by all
),
worker as (
    select cast(date_trunc(:grain, month) as date) as month, worker_id, bit_or(elements) as elements
    from scoped_worker_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between (select first_month from span) and (select last_month from span)
    group by all
),
alike as (
    select month, elements, count(*) as workers from worker group by all
),
seen as (
    select alike.month, element_bit.element, cast(sum(alike.workers) as bigint) as workers
    from alike
    join element_bit on (alike.elements >> element_bit.bit) & 1 = 1 and element_bit.authority = :authority
    group by all
)
select
    spine.month, spine.element,
    cast(coalesce(graded.observations, 0) as bigint) as observations,
    coalesce(seen.workers, 0) as workers,
    cast(graded.grade_sum as double) as grade_sum,
    cast(graded.grade_square_sum as double) as grade_square_sum,
    cast(coalesce(graded.at_threshold, 0) as bigint) as at_threshold
from spine
left join graded on graded.month = spine.month and graded.element = spine.element
left join seen on seen.month = spine.month and seen.element = spine.element
order by spine.month, list_position(cast(:elements as varchar[]), spine.element)
