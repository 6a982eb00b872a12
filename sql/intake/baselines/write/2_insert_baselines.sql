-- Adds one version of each baseline; the last version of one that is withdrawn is replaced by its own import.
-- param authority varchar the council
-- param imported_by varchar who sets it
-- param imported_at timestamp now, UTC
-- param batch_id varchar this import
insert into baseline
select
    :authority, typed.baseline_id, typed.measure, typed.service_area, typed.team, typed.kind, typed.first_month,
    typed.last_month, typed.reason, :imported_by, cast(:imported_at as timestamp),
    case when typed.is_withdrawn then cast(:imported_at as timestamp) end, :batch_id,
    case when typed.is_withdrawn then :batch_id end
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
