-- One row will be one row of the file: one request to one person, with the version of the form that it belongs to.
-- That is the one given, else the one that the store has for this request and form, else the newest.
-- param authority varchar the council
create temp table typed as
with given as (
    select
        staged.row_number,
        cast(md5(:authority || chr(31) || staged.feedback_id) as uuid) as feedback_key,
        staged.feedback_id, as_date(staged.asked_on) as asked_on, place.service_area, place.team, staged.worker_id,
        respondent.name as respondent, mode.name as mode, outcome.name as outcome, form_choice.name as form_key,
        staged.form_version, time_point.name as time_point,
        cast(md5(:authority || chr(31) || staged.observation_id) as uuid) as observation_key,
        staged.family_ref, staged.comment
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as respondent on respondent.column_name = 'respondent' and respondent.given = staged.respondent
    left join choice as mode on mode.column_name = 'mode' and mode.given = staged.mode
    left join choice as outcome on outcome.column_name = 'outcome' and outcome.given = staged.outcome
    left join choice as form_choice on form_choice.column_name = 'form' and form_choice.given = staged.form
    left join choice as time_point on time_point.column_name = 'time_point' and time_point.given = staged.time_point
)
select
    given.* replace (coalesce(given.form_version, stored.form_version, form.form_version) as form_version)
from given
left join feedback_request as stored
    on stored.authority = :authority and stored.superseded_by is null
    and stored.feedback_key = given.feedback_key and stored.form_key = given.form_key
left join form on form.form_key = given.form_key and form.is_newest
