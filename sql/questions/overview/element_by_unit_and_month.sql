-- One row is one unit (a service area or a team), one element and one month (or quarter, or year) by its first day, where there are observations.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param elements varchar[] keys of elements or composites
-- param unit varchar service_area or team
-- param grain varchar month, quarter or year
-- shows practice by unit over grain
-- returns unit varchar, element varchar, month date, observations bigint, grade_sum double
select
    if(:unit = 'team', team, service_area) as unit, element,
    cast(date_trunc(:grain, month) as date) as month,
    cast(sum(observations) as bigint) as observations, cast(sum(grade * observations) as double) as grade_sum
from scoped_element_month
where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and list_contains(cast(:elements as varchar[]), element)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
group by all
order by unit, element, month
