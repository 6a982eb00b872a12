-- One row: coaching sessions of supervisors, how many supervisors, how long after the supervision (quartiles of the days,
-- of those sessions that name one), and how many observed supervisions were followed by coaching.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- shows supervision by scope over period
-- returns sessions bigint, supervisors bigint, timed bigint, days_lower double, days_median double, days_upper double, observed bigint, observed_coached bigint, first_month date, last_month date
with coaching as materialized (
    select supervisor_id, supervision_key, supervised_on, coached_on, placed_by
    from supervisor_coaching
    where authority = :authority
),
placed as (
    select supervision_key, service_area, scope_team, is_group, marker, month
    from scoped_supervision
    where authority = :authority
),
session as (
    select
        coaching.supervisor_id, cast(date_trunc('month', coaching.coached_on) as date) as month,
        date_diff('day', coaching.supervised_on, coaching.coached_on) as days
    from coaching
    left join placed on placed.supervision_key = coaching.placed_by
    where is_within(cast(:service_areas as varchar[]), placed.service_area)
    and is_team_within(cast(:teams as varchar[]), placed.scope_team, coalesce(placed.is_group, false))
    and is_admitted(cast(:admitted as varchar[]), placed.service_area, placed.scope_team, placed.month)
    and has_marker(cast(:marker as varchar), placed.marker)
    and cast(date_trunc('month', coaching.coached_on) as date)
        between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
),
observed as (
    select count(*) as observed, count(coached.supervision_key) as observed_coached
    from scoped_supervision as supervision
    left join (select distinct supervision_key from coaching) as coached using (supervision_key)
    where authority = :authority
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
    and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
    and has_marker(cast(:marker as varchar), marker)
    and month between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
    and method = 'observed'
)
select
    count(*) as sessions, count(distinct session.supervisor_id) as supervisors, count(session.days) as timed,
    quantile_cont(session.days, 0.25) as days_lower, quantile_cont(session.days, 0.5) as days_median,
    quantile_cont(session.days, 0.75) as days_upper,
    (select observed from observed) as observed, (select observed_coached from observed) as observed_coached,
    min(session.month) as first_month, max(session.month) as last_month
from session
