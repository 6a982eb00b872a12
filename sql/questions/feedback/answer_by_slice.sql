-- One row is one measure (an item of a form), one slice and one value, where it was given.
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
-- param measures varchar[] what is counted together under one key, one entry for each version of an item
-- param versions varchar[] the version of the form, in the same order
-- param items varchar[] the item, in the same order
-- param slice varchar what the answers are divided by: service_area, team, respondent, time_point, mode or nothing
-- shows feedback by slice over period
-- returns measure varchar, slice varchar, value double, answers bigint
with asked as (
    select
        unnest(cast(:measures as varchar[])) as measure, unnest(cast(:versions as varchar[])) as form_version,
        unnest(cast(:items as varchar[])) as item
)
select
    asked.measure,
    coalesce(
        case :slice when 'service_area' then request.service_area when 'team' then request.team
        when 'respondent' then request.respondent when 'time_point' then request.time_point
        when 'mode' then request.mode else '' end,
        'not recorded'
    ) as slice,
    response.value, count(*) as answers
from scoped_feedback as request
join feedback_response as response
    on response.feedback_key = request.feedback_key and response.superseded_by is null and response.value is not null
join asked on asked.form_version = request.form_version and asked.item = response.item
where request.authority = :authority
and is_within(cast(:service_areas as varchar[]), request.service_area)
and is_team_within(cast(:teams as varchar[]), request.scope_team, request.is_group)
and is_admitted(cast(:admitted as varchar[]), request.service_area, request.scope_team, request.month)
and has_marker(cast(:marker as varchar), request.marker)
and request.month between coalesce(cast(:first_month as date), date '0001-01-01')
    and coalesce(cast(:last_month as date), date '9999-12-01')
and request.form_key = :form
and request.respondent <> 'worker' and is_within(cast(:respondents as varchar[]), request.respondent)
and is_within(cast(:time_points as varchar[]), request.time_point)
group by all
order by measure, slice, value
