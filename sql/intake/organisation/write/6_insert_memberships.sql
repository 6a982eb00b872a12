-- Adds one version of each worker's time in a team.
-- param authority varchar the council
-- param batch_id varchar this import
insert into team_membership
select
    :authority, typed.worker_id, typed.role, typed.service_area, typed.team, typed.valid_from, typed.valid_to,
    :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged' and typed.worker_id is not null
