-- One row: observations, how many of them were followed by coaching, and the middle number of days until then.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param worker_id varchar one worker, null for all
-- shows practice by scope over period
-- returns observations bigint, coached bigint, days_median double
with seen as (
    select observation_key, observed_on
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and (cast(:worker_id as varchar) is null or worker_id = :worker_id)
),
session as (
    select observation_key, min(coached_on) as coached_on
    from coaching_session
    where authority = :authority and superseded_by is null and observation_key is not null
    group by observation_key
)
select
    count(*) as observations,
    count(session.coached_on) as coached,
    cast(median(session.coached_on - seen.observed_on) as double) as days_median
from seen
left join session using (observation_key)
