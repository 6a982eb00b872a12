-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update team_membership set superseded_by = gone.superseded_by
from (
    select distinct authority, worker_id, service_area, team, valid_from, superseded_by
    from team_membership
    where batch_id = :batch_id
) as gone
where team_membership.superseded_by = :batch_id
and team_membership.authority = gone.authority
and team_membership.worker_id = gone.worker_id
and team_membership.service_area = gone.service_area
and team_membership.team = gone.team
and team_membership.valid_from = gone.valid_from
