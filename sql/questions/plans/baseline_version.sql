-- One row is one version of one baseline for the part of the service asked about, the newest baseline first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- returns measure varchar, kind varchar, service_area varchar, team varchar, from date, to date, reason varchar, baseline_id varchar, state varchar, set_by varchar, set_at timestamp, batch_no integer, ended_by varchar, ended_at timestamp, ended_batch_no integer
select
    baseline.measure, baseline.kind, baseline.service_area, baseline.team, baseline.first_month as "from",
    baseline.last_month as "to", baseline.reason, cast(baseline.baseline_id as varchar) as baseline_id,
    case when baseline.superseded_by is null then 'current'
    when withdrawal.baseline_id is not null then 'withdrawn' else 'replaced' end as state,
    baseline.set_by, baseline.set_at, entered.batch_no,
    ended.imported_by as ended_by, ended.imported_at as ended_at, ended.batch_no as ended_batch_no
from baseline
join import_batch as entered on entered.batch_id = baseline.batch_id
left join import_batch as ended on ended.batch_id = baseline.superseded_by
-- An import that withdraws leaves a version that it has replaced itself; it is not listed, but tells what happened.
left join baseline as withdrawal
    on withdrawal.baseline_id = baseline.baseline_id and withdrawal.batch_id = baseline.superseded_by
    and withdrawal.superseded_by = withdrawal.batch_id
where baseline.authority = :authority and baseline.superseded_by is distinct from baseline.batch_id
and (baseline.service_area is null or is_within(cast(:service_areas as varchar[]), baseline.service_area))
and (baseline.team is null or is_within(cast(:teams as varchar[]), baseline.team))
order by baseline.first_month desc, baseline.measure, baseline.service_area, baseline.team, entered.batch_no desc
