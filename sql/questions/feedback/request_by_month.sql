-- One row is one month (or quarter, or year), with how many were asked, answered and declined, where anybody was asked.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param marker varchar case marker, null for all work
-- param form varchar key of a form
-- param respondents varchar[] who was asked, empty for all but workers
-- param time_points varchar[] when, as the form names it, empty for all
-- param grain varchar month, quarter or year, by its first day; or period for all months together (month is null)
-- shows feedback by scope over grain
-- returns month date, asked bigint, answered bigint, declined bigint
select
    if(:grain = 'period', null, cast(date_trunc(nullif(:grain, 'period'), month) as date)) as month, count(*) as asked, count(*) filter (where outcome = 'answered') as answered,
    count(*) filter (where outcome = 'declined') as declined
from scoped_feedback
where authority = :authority
and is_within(cast(:service_areas as varchar[]), service_area)
and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
and has_marker(cast(:marker as varchar), marker)
and month between coalesce(cast(:first_month as date), date '0001-01-01')
    and coalesce(cast(:last_month as date), date '9999-12-01')
and form_key = :form
and respondent <> 'worker' and is_within(cast(:respondents as varchar[]), respondent)
and is_within(cast(:time_points as varchar[]), time_point)
group by 1
order by 1
