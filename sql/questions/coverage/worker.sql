-- One row is one worker of one team (or group) on a day, and when the worker was last observed, in whatever team.
-- A team of which no worker's time was ever given, and which has not ended, has the workers last seen there instead, in
-- the two years up to the day; since is null for them.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names of settings that an observation counts for, empty for all
-- param marker varchar case marker that an observation counts for, null for all work
-- param last_day date the day
-- returns service_area varchar, team varchar, scope_team varchar, worker_id varchar, role varchar, since date, last_observed date
with membership as (
    select worker_id, role, service_area, team, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to
    from team_membership
    where authority = :authority and superseded_by is null
),
seen as (
    select worker_id, max(observed_on) as last_observed
    from scoped_observation
    where authority = :authority
      and is_team_within(cast([] as varchar[]), scope_team, is_group)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and observed_on <= cast(:last_day as date)
    group by worker_id
),
seen_lately as (
    select worker_id, arg_max(service_area, observed_on) as service_area, arg_max(team, observed_on) as team
    from observation
    where authority = :authority and superseded_by is null
      and observed_on <= cast(:last_day as date)
      and observed_on > cast(:last_day as date) - interval 24 month
    group by worker_id
),
present as (
    select worker_id, role, service_area, team
    from membership
    where cast(:last_day as date) between valid_from and valid_to
),
here as (
    select
        present.*,
        (select min(valid_from) from membership where membership.worker_id = present.worker_id) as since
    from present
    union all
    select worker_id, null, service_area, team, null
    from seen_lately
    where (service_area, team) not in (select (service_area, team) from membership)
      and (service_area, team) in (
          select (service_area, team)
          from team
          where authority = :authority and superseded_by is null
            and cast(:last_day as date) <= coalesce(valid_to, date '9999-12-31')
      )
      and worker_id not in (select worker_id from present)
),
scoped as (
    select here.*, here.team as scope_team, false as is_group
    from here
    union all
    select distinct here.*, member.team_group, true
    from here
    join team_group_member as member
        on member.authority = :authority and member.superseded_by is null
        and (member.team = here.team or member.worker_id = here.worker_id)
        and cast(:last_day as date) >= coalesce(member.valid_from, date '0001-01-01')
        and cast(:last_day as date) <= coalesce(member.valid_to, date '9999-12-31')
)
select
    scoped.service_area, scoped.team, scoped.scope_team, scoped.worker_id, scoped.role, scoped.since,
    seen.last_observed
from scoped
left join seen using (worker_id)
where is_within(cast(:service_areas as varchar[]), scoped.service_area)
  and is_team_within(cast(:teams as varchar[]), scoped.scope_team, scoped.is_group)
order by scoped.service_area, scoped.team, scoped.worker_id
