-- One row is one team and one grade of one element or composite, where it was given.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param element varchar key of an element or composite
-- shows practice by team over period
-- returns team varchar, grade double, observations bigint
select team, grade, cast(sum(observations) as bigint) as observations
from scoped_element_month
where authority = :authority
  and is_within(cast(:service_areas as varchar[]), service_area)
  and is_team_within(cast(:teams as varchar[]), team, is_group)
  and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
  and has_marker(cast(:marker as varchar), marker)
  and is_within(cast(:settings as varchar[]), setting)
  and month between coalesce(cast(:first_month as date), date '0001-01-01')
      and coalesce(cast(:last_month as date), date '9999-12-01')
  and element = :element
group by all
order by team, grade
