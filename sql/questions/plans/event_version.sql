-- One row is one version of one event for the part of the service asked about, the newest event first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- returns date date, to date, title varchar, category varchar, service_area varchar, team varchar, owner varchar, note varchar, event_id varchar, state varchar, set_by varchar, set_at timestamp, batch_no integer, ended_by varchar, ended_at timestamp, ended_batch_no integer
select
    event.starts_on as date, event.ends_on as "to", event.title, event.category, event.service_area, event.team,
    event.owner, event.note, cast(event.event_id as varchar) as event_id,
    case when event.superseded_by is null then 'current'
    when withdrawal.event_id is not null then 'withdrawn' else 'replaced' end as state,
    entered.imported_by as set_by, entered.imported_at as set_at, entered.batch_no,
    ended.imported_by as ended_by, ended.imported_at as ended_at, ended.batch_no as ended_batch_no
from event
join import_batch as entered on entered.batch_id = event.batch_id
left join import_batch as ended on ended.batch_id = event.superseded_by
-- An import that withdraws leaves a version that it has replaced itself; it is not listed, but tells what happened.
left join event as withdrawal
    on withdrawal.event_id = event.event_id and withdrawal.batch_id = event.superseded_by
    and withdrawal.superseded_by = withdrawal.batch_id
where event.authority = :authority and event.superseded_by is distinct from event.batch_id
and (cast(:last_month as date) is null or event.starts_on < cast(:last_month as date) + interval 1 month)
and (cast(:first_month as date) is null or coalesce(event.ends_on, event.starts_on) >= cast(:first_month as date))
and (event.service_area is null or is_within(cast(:service_areas as varchar[]), event.service_area))
and (event.team is null or is_within(cast(:teams as varchar[]), event.team))
order by event.starts_on desc, event.title, entered.batch_no desc
