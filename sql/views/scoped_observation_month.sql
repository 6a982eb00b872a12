-- One row is one month, one team or group and one setting. Read it with is_team_within:
-- the rows of a group are observations that stand in the rows of teams already.
create or replace view scoped_observation_month as
select authority, month, service_area, team, setting, observations, double_graded, false as is_group
from observation_month
union all
select authority, month, service_area, team, setting, observations, double_graded, true
from group_observation_month
