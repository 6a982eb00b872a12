-- Marks the teams that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update team set superseded_by = :batch_id
from typed
join decided using (row_number)
where decided.status = 'replaced' and typed.worker_id is null
and team.authority = :authority and team.superseded_by is null
and team.service_area = typed.service_area and team.team = typed.team
