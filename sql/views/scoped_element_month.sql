-- One row is one month, one team or group, one setting, one element and one grade, of all work (marker is null) or of
-- the work with one case marker. Read it with is_team_within and has_marker: the rows of groups and of markers are
-- observations that stand in the other rows already.
create or replace view scoped_element_month as
select
    authority, month, service_area, team, setting, element, grade, observations, false as is_group,
    cast(null as varchar) as marker
from element_month
union all
select authority, month, service_area, team, setting, element, grade, observations, true, null
from group_element_month
union all
select authority, month, service_area, team, setting, element, grade, observations, is_group, marker
from marker_element_month
