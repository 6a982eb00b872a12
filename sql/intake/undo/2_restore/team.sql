-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update team set superseded_by = gone.superseded_by
from (
    select distinct authority, service_area, team, superseded_by
    from team
    where batch_id = :batch_id
) as gone
where team.superseded_by = :batch_id
and team.authority = gone.authority
and team.service_area = gone.service_area
and team.team = gone.team
