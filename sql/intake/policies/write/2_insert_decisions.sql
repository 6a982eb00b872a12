-- Adds one version of each decision.
-- param authority varchar the council
-- param imported_by varchar who enters it
-- param imported_at timestamp now, UTC
-- param batch_id varchar this import
insert into policy
select
    :authority, typed.policy, typed.value, typed.reason, :imported_by, cast(:imported_at as timestamp), :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
