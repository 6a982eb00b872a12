-- One row is one part of the period (earlier or later), one element or composite and one grade, where it was given.
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
-- shows practice by scope over period
-- returns part varchar, element varchar, grade double, observations bigint
select
    case when month >= cast(:later_first as date) then 'later' else 'earlier' end as part,
    element, grade, cast(sum(observations) as bigint) as observations
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
order by part, element, grade
