-- One row is one form and respondent, with how many people were asked; workers are left out.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param marker varchar case marker, null for all work
-- shows feedback by scope over period
-- returns form_key varchar, respondent varchar, asked bigint
select form_key, respondent, count(*) as asked
from scoped_feedback
where authority = :authority
and is_within(cast(:service_areas as varchar[]), service_area)
and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
and has_marker(cast(:marker as varchar), marker)
and month between coalesce(cast(:first_month as date), date '0001-01-01')
    and coalesce(cast(:last_month as date), date '9999-12-01')
and respondent <> 'worker'
group by all
order by form_key, respondent
