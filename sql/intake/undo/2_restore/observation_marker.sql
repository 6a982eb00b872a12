-- Hands what the import replaced on to the next later version, or makes it current again: markers go with their
-- observation, which may have had markers in one version and none in the next.
-- param batch_id varchar the import
update observation_marker set superseded_by = gone.superseded_by
from (
    select distinct observation_key, superseded_by
    from observation
    where batch_id = :batch_id
) as gone
where observation_marker.superseded_by = :batch_id
and observation_marker.observation_key = gone.observation_key
