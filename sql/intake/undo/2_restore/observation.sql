-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update observation set superseded_by = gone.superseded_by
from (
    select distinct observation_key, superseded_by
    from observation
    where batch_id = :batch_id
) as gone
where observation.superseded_by = :batch_id
and observation.observation_key = gone.observation_key
