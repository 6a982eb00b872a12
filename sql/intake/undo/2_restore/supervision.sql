-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update supervision set superseded_by = gone.superseded_by
from (
    select distinct supervision_key, superseded_by
    from supervision
    where batch_id = :batch_id
) as gone
where supervision.superseded_by = :batch_id
and supervision.supervision_key = gone.supervision_key
