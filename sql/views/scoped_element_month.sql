-- One row is one month, one team or group, one setting, one element and one grade. Read it with is_team_within:
-- the rows of a group are observations that stand in the rows of teams already.
create or replace view scoped_element_month as
select authority, month, service_area, team, setting, element, grade, observations, false as is_group
from element_month
union all
select authority, month, service_area, team, setting, element, grade, observations, true
from group_element_month
