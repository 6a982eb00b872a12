-- One row is one version of one target for the part of the service asked about, the newest target first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- returns measure varchar, service_area varchar, team varchar, from date, to date, value double, value_at_end double, note varchar, target_id varchar, state varchar, set_by varchar, set_at timestamp, batch_no integer, ended_by varchar, ended_at timestamp, ended_batch_no integer
select
    target.measure, target.service_area, target.team, target.first_month as "from", target.last_month as "to",
    target.first_value as value, target.last_value as value_at_end, target.note,
    cast(target.target_id as varchar) as target_id,
    case when target.superseded_by is null then 'current'
    when withdrawal.target_id is not null then 'withdrawn' else 'replaced' end as state,
    entered.imported_by as set_by, entered.imported_at as set_at, entered.batch_no,
    ended.imported_by as ended_by, ended.imported_at as ended_at, ended.batch_no as ended_batch_no
from target
join import_batch as entered on entered.batch_id = target.batch_id
left join import_batch as ended on ended.batch_id = target.superseded_by
-- An import that withdraws leaves a version that it has replaced itself; it is not listed, but tells what happened.
left join target as withdrawal
    on withdrawal.target_id = target.target_id and withdrawal.batch_id = target.superseded_by
    and withdrawal.superseded_by = withdrawal.batch_id
where target.authority = :authority and target.superseded_by is distinct from target.batch_id
and (cast(:last_month as date) is null or target.first_month <= cast(:last_month as date))
and (
    cast(:first_month as date) is null or target.last_month is null
    or target.last_month >= cast(:first_month as date)
)
and (target.service_area is null or is_within(cast(:service_areas as varchar[]), target.service_area))
and (target.team is null or is_within(cast(:teams as varchar[]), target.team))
order by target.first_month desc, target.measure, target.service_area, target.team, entered.batch_no desc
