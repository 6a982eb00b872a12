-- One row is one month, one team or group and one setting, of all work (marker is null) or of the work with one case
-- marker. Read it with is_team_within and has_marker: the rows of groups and of markers are observations that stand in
-- the other rows already.
create or replace view scoped_observation_month as
select
    authority, month, service_area, team, setting, observations, double_graded, false as is_group,
    cast(null as varchar) as marker
from observation_month
union all
select authority, month, service_area, team, setting, observations, double_graded, true, null
from group_observation_month
union all
select authority, month, service_area, team, setting, observations, double_graded, is_group, marker
from marker_observation_month
