-- Adds one version of each member's time in a group.
-- param authority varchar the council
-- param batch_id varchar this import
insert into team_group_member
select
    :authority, typed.team_group, typed.team, typed.worker_id, typed.valid_from, typed.valid_to, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
