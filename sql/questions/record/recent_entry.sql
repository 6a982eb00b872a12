-- One row is one observation, supervision or request for feedback, as it stands now, the one entered last first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param source varchar what the file of its newest version is called, null for any
-- param at_most integer how many of each kind
-- returns kind varchar, entry varchar, reference varchar, day date, service_area varchar, team varchar, about varchar, entered_by varchar, entered_at timestamp, batch_no integer
with batch as (
    select batch_id, imported_by, imported_at, batch_no
    from import_batch
    where authority = :authority and undone_at is null
    and (cast(:source as varchar) is null or file_name = cast(:source as varchar))
),
entered as (
    select
        'observations' as kind, observation_key as entry, observation_id as reference, observed_on as day, service_area,
        team, worker_id as about, batch_id
    from observation
    where authority = :authority and superseded_by is null and batch_id in (select batch_id from batch)
    union all
    select
        'supervision', supervision_key, supervision_id, supervised_on, service_area, team, supervisor_id, batch_id
    from supervision
    where authority = :authority and superseded_by is null and batch_id in (select batch_id from batch)
    union all
    select 'feedback', feedback_key, feedback_id, asked_on, service_area, team, worker_id, batch_id
    from feedback_request
    where authority = :authority and superseded_by is null and batch_id in (select batch_id from batch)
)
select
    entered.kind, cast(entered.entry as varchar) as entry, entered.reference, entered.day, entered.service_area,
    entered.team, entered.about, batch.imported_by as entered_by, batch.imported_at as entered_at, batch.batch_no
from entered
join batch using (batch_id)
where is_within(cast(:service_areas as varchar[]), entered.service_area)
and is_within(cast(:teams as varchar[]), entered.team)
qualify row_number() over (
    partition by entered.kind order by batch.batch_no desc, entered.day desc, entered.reference desc
) <= :at_most
order by batch.batch_no desc, entered.day desc, entered.reference desc
