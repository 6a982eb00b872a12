-- One row is one month, one team or group, one setting and one worker. Read it with is_team_within:
-- the rows of a group are observations that stand in the rows of teams already.
create or replace view scoped_worker_month as
select authority, month, service_area, team, setting, worker_id, elements, false as is_group
from worker_month
union all
select authority, month, service_area, team, setting, worker_id, elements, true
from group_worker_month
