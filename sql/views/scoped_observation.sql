-- One row is one current observation, as its own team's or as a group's; scope_team is the name of either.
-- Read it with is_team_within. A group of teams has the months whose first day lies in the team's time in the group, a
-- group of workers the days that lie in the worker's. Undoing imports can leave two times of one member that overlap:
-- what lies in both counts once.
create or replace view scoped_observation as
select
    authority, observation_key, observation_id, observed_on, month, service_area, team, worker_id, observer_id, setting,
    team as scope_team, false as is_group
from observation
where superseded_by is null
union all
select distinct
    seen.authority, seen.observation_key, seen.observation_id, seen.observed_on, seen.month, seen.service_area,
    seen.team, seen.worker_id, seen.observer_id, seen.setting, member.team_group, true
from observation as seen
join team_group_member as member
    on member.authority = seen.authority and member.team = seen.team
    and seen.month >= coalesce(member.valid_from, date '0001-01-01')
    and seen.month <= coalesce(member.valid_to, date '9999-12-31')
where seen.superseded_by is null and member.superseded_by is null
union all
select distinct
    seen.authority, seen.observation_key, seen.observation_id, seen.observed_on, seen.month, seen.service_area,
    seen.team, seen.worker_id, seen.observer_id, seen.setting, member.team_group, true
from observation as seen
join team_group_member as member
    on member.authority = seen.authority and member.worker_id = seen.worker_id
    and seen.observed_on >= coalesce(member.valid_from, date '0001-01-01')
    and seen.observed_on <= coalesce(member.valid_to, date '9999-12-31')
where seen.superseded_by is null and member.superseded_by is null
