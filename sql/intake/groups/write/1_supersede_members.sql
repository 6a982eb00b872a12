-- Marks the members that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update team_group_member set superseded_by = :batch_id
from typed
join decided using (row_number)
where decided.status = 'replaced' and team_group_member.authority = :authority
and team_group_member.superseded_by is null and team_group_member.team_group = typed.team_group
and team_group_member.team is not distinct from typed.team
and team_group_member.worker_id is not distinct from typed.worker_id
and team_group_member.valid_from is not distinct from typed.valid_from
