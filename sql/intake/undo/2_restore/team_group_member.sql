-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update team_group_member set superseded_by = gone.superseded_by
from (
    select distinct authority, team_group, team, worker_id, valid_from, superseded_by
    from team_group_member
    where batch_id = :batch_id
) as gone
where team_group_member.superseded_by = :batch_id
and team_group_member.authority = gone.authority
and team_group_member.team_group = gone.team_group
and team_group_member.team is not distinct from gone.team
and team_group_member.worker_id is not distinct from gone.worker_id
and team_group_member.valid_from is not distinct from gone.valid_from
