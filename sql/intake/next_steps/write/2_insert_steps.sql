-- Adds one version of each next step; the last version of one that is withdrawn is replaced by its own import.
-- param authority varchar the council
-- param batch_id varchar this import
insert into next_step
select
    :authority, typed.next_step_id, typed.agreed_on, typed.service_area, typed.team, typed.worker_id, typed.what,
    typed.owner, typed.due_on, typed.done_on, :batch_id, case when typed.is_withdrawn then :batch_id end
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
