-- Adds one version of each team with a row of its own.
-- param authority varchar the council
-- param batch_id varchar this import
insert into team
select :authority, typed.service_area, typed.team, typed.valid_from, typed.valid_to, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged' and typed.worker_id is null
