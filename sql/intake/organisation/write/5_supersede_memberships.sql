-- Marks the memberships that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update team_membership set superseded_by = :batch_id
from typed
join decided using (row_number)
where decided.status = 'replaced' and team_membership.authority = :authority
and team_membership.superseded_by is null and team_membership.worker_id = typed.worker_id
and team_membership.service_area = typed.service_area and team_membership.team = typed.team
and team_membership.valid_from = typed.valid_from
