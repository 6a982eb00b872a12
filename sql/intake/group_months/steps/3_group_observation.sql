-- One row will be one observation of a worker in one group: its day lies in the worker's time in the group.
-- param authority varchar the council
create temp table group_observation as
select distinct
    member.team_group, seen.observation_key, seen.month, seen.service_area,
    coalesce(seen.setting, 'not recorded') as setting, seen.worker_id
from observation as seen
join team_group_member as member
    on member.worker_id = seen.worker_id
    and seen.observed_on >= coalesce(member.valid_from, date '0001-01-01')
    and seen.observed_on <= coalesce(member.valid_to, date '9999-12-31')
where seen.authority = :authority and seen.superseded_by is null
and member.authority = :authority and member.superseded_by is null
and seen.month in (select month from affected_group_month)
