-- One row is one team (or group) that is there, or has workers, on a day, with what was done in the period; and one row,
-- without a team, is all of them together, with teams that are no longer there. Feedback is that of families, not the
-- workers' own view.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param last_day date the day
-- shows practice by team over period
-- returns service_area varchar, team varchar, observations bigint, double_graded bigint, coached bigint, days_to_coaching double, feedback_asked bigint
with unit as (
    select service_area, team
    from team
    where authority = :authority and superseded_by is null
      and cast(:last_day as date) >= coalesce(valid_from, date '0001-01-01')
      and cast(:last_day as date) <= coalesce(valid_to, date '9999-12-31')
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_within(cast(:teams as varchar[]), team)
    union
    select service_area, team
    from team_membership
    where authority = :authority and superseded_by is null
      and cast(:last_day as date) between valid_from and coalesce(valid_to, date '9999-12-31')
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_within(cast(:teams as varchar[]), team)
    union
    select '(group)', team_group
    from team_group_member
    where authority = :authority and superseded_by is null
      and is_team_within(cast(:teams as varchar[]), team_group, true)
    union all
    select null, null
),
counted as (
    select
        if(is_group, '(group)', service_area) as service_area, team, sum(observations) as observations,
        sum(double_graded) as double_graded
    from scoped_observation_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
    group by grouping sets ((if(is_group, '(group)', service_area), team), ())
),
session as (
    select observation_key, min(coached_on) as coached_on
    from coaching_session
    where authority = :authority and superseded_by is null and observation_key is not null
    group by observation_key
),
coached as (
    select
        if(seen.is_group, '(group)', seen.service_area) as service_area, seen.scope_team as team,
        session.coached_on - seen.observed_on as days
    from scoped_observation as seen
    join session using (observation_key)
    where seen.authority = :authority
      and is_within(cast(:service_areas as varchar[]), seen.service_area)
      and is_team_within(cast(:teams as varchar[]), seen.scope_team, seen.is_group)
      and is_admitted(cast(:admitted as varchar[]), seen.service_area, seen.scope_team, seen.month)
      and has_marker(cast(:marker as varchar), seen.marker)
      and is_within(cast(:settings as varchar[]), coalesce(seen.setting, 'not recorded'))
      and seen.month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
waiting as (
    select service_area, team, count(*) as coached, median(days) as days_to_coaching
    from coached
    group by grouping sets ((service_area, team), ())
),
asked as (
    select if(is_group, '(group)', service_area) as service_area, scope_team as team, count(*) as feedback_asked
    from scoped_feedback
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and respondent <> 'worker'
    group by grouping sets ((if(is_group, '(group)', service_area), scope_team), ())
)
select
    unit.service_area, unit.team,
    cast(coalesce(counted.observations, 0) as bigint) as observations,
    cast(coalesce(counted.double_graded, 0) as bigint) as double_graded,
    coalesce(waiting.coached, 0) as coached,
    cast(waiting.days_to_coaching as double) as days_to_coaching,
    coalesce(asked.feedback_asked, 0) as feedback_asked
from unit
left join counted
    on counted.service_area is not distinct from unit.service_area and counted.team is not distinct from unit.team
left join waiting
    on waiting.service_area is not distinct from unit.service_area and waiting.team is not distinct from unit.team
left join asked
    on asked.service_area is not distinct from unit.service_area and asked.team is not distinct from unit.team
order by unit.service_area nulls first, unit.team nulls first
