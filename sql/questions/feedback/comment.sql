-- One row is one comment of anybody but a worker that is kept, newest first, and whether a person has judged it safe to show.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param marker varchar case marker, null for all work
-- returns feedback_id varchar, month date, service_area varchar, team varchar, respondent varchar, form_key varchar, time_point varchar, comment varchar, state varchar, marked_by varchar, marked_at timestamp
select
    request.feedback_id, request.month, request.service_area, request.team, request.respondent, request.form_key,
    request.time_point, response.free_text as comment,
    case when response.is_safe_to_show then 'safe'
    when review.batch_id is not null then 'held_back' else 'waiting' end as state,
    review.imported_by as marked_by, review.imported_at as marked_at
from scoped_feedback as request
join feedback_response as response
    on response.feedback_key = request.feedback_key and response.superseded_by is null and response.item = 'comment'
left join import_batch as review on review.batch_id = response.batch_id and review.kind = 'comment_reviews'
where request.authority = :authority
and is_within(cast(:service_areas as varchar[]), request.service_area)
and is_team_within(cast(:teams as varchar[]), request.scope_team, request.is_group)
and has_marker(cast(:marker as varchar), request.marker)
and request.month between coalesce(cast(:first_month as date), date '0001-01-01')
    and coalesce(cast(:last_month as date), date '9999-12-01')
and request.respondent <> 'worker'
order by request.month desc, request.feedback_id
