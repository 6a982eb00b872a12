-- One row is one filled-in cell of one version of one request for feedback, as a file would have it, with the imports
-- that brought and replaced the version.
-- param authority varchar the council
-- param entry varchar the request's key, null for all
-- returns entry varchar, grader_id varchar, column_name varchar, value varchar, entered_by varchar, entered_at timestamp, batch_no integer, ended_batch_no integer
with wanted as (
    select *
    from feedback_request
    where authority = :authority
    and (cast(:entry as varchar) is null or feedback_key = try_cast(cast(:entry as varchar) as uuid))
),
named as (
    select observation_key, any_value(observation_id) as observation_id
    from observation
    where observation_key in (select observation_key from wanted)
    group by observation_key
),
cell as (
    select feedback_key, batch_id, superseded_by, column_name, value
    from (
        unpivot (
            select
                wanted.feedback_key, wanted.batch_id, wanted.superseded_by, wanted.feedback_id,
                cast(wanted.asked_on as varchar) as asked_on, wanted.service_area, wanted.team, wanted.worker_id,
                wanted.respondent, wanted.mode, wanted.outcome, wanted.form_key as form, wanted.form_version,
                wanted.time_point, named.observation_id, wanted.family_ref
            from wanted
            left join named using (observation_key)
        ) on feedback_id, asked_on, service_area, team, worker_id, respondent, mode, outcome, form, form_version,
            time_point, observation_id, family_ref
        into name column_name value value
    )
    union all
    select feedback_key, batch_id, superseded_by, item, coalesce(free_text, printf('%g', value))
    from feedback_response
    where coalesce(free_text, printf('%g', value)) is not null and feedback_key in (select feedback_key from wanted)
)
select
    cast(cell.feedback_key as varchar) as entry, cast(null as varchar) as grader_id, cell.column_name, cell.value,
    entered.imported_by as entered_by, entered.imported_at as entered_at, entered.batch_no,
    ended.batch_no as ended_batch_no
from cell
join import_batch as entered on entered.batch_id = cell.batch_id
left join import_batch as ended on ended.batch_id = cell.superseded_by
order by entry, entered.batch_no, cell.column_name
