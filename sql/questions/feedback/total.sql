-- One row: how many were asked with a form, answered and declined, in which months, and the newest import of feedback.
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
-- shows feedback by scope over period
-- returns asked bigint, answered bigint, declined bigint, first_month date, last_month date, newest_import timestamp
select
    count(*) as asked, count(*) filter (where outcome = 'answered') as answered,
    count(*) filter (where outcome = 'declined') as declined, min(month) as first_month, max(month) as last_month,
    (select max(imported_at) from import_batch
     where authority = :authority and kind = 'feedback' and undone_at is null) as newest_import
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
