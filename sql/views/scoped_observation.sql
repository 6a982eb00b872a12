-- One row is one current observation, as its own team's or as a group's (scope_team is the name of either), of all work
-- (marker is null) or of the work with one case marker. Read it with is_team_within and has_marker.
-- A group of teams has the months whose first day lies in the team's time in the group, a group of workers the days that
-- lie in the worker's. Undoing imports can leave two times of one member that overlap: what lies in both counts once.
create or replace view scoped_observation as
with seen as not materialized (
    select
        authority, observation_key, observation_id, observed_on, month, service_area, team, worker_id, observer_id,
        setting, team as scope_team, false as is_group
    from observation
    where superseded_by is null
    union all
    select distinct
        own.authority, own.observation_key, own.observation_id, own.observed_on, own.month, own.service_area,
        own.team, own.worker_id, own.observer_id, own.setting, member.team_group, true
    from observation as own
    join team_group_member as member
        on member.authority = own.authority and member.team = own.team
        and own.month >= coalesce(member.valid_from, date '0001-01-01')
        and own.month <= coalesce(member.valid_to, date '9999-12-31')
    where own.superseded_by is null and member.superseded_by is null
    union all
    select distinct
        own.authority, own.observation_key, own.observation_id, own.observed_on, own.month, own.service_area,
        own.team, own.worker_id, own.observer_id, own.setting, member.team_group, true
    from observation as own
    join team_group_member as member
        on member.authority = own.authority and member.worker_id = own.worker_id
        and own.observed_on >= coalesce(member.valid_from, date '0001-01-01')
        and own.observed_on <= coalesce(member.valid_to, date '9999-12-31')
    where own.superseded_by is null and member.superseded_by is null
)
select seen.*, cast(null as varchar) as marker from seen
union all
select seen.*, marked.marker
from seen
join observation_marker as marked on marked.observation_key = seen.observation_key and marked.superseded_by is null
