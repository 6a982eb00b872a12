-- Hands what the import replaced or withdrew on to the next later version, or makes it current again.
-- param batch_id varchar the import
update target set superseded_by = nullif(gone.superseded_by, :batch_id)
from (
    select distinct target_id, superseded_by
    from target
    where batch_id = :batch_id
) as gone
where target.superseded_by = :batch_id
and target.target_id = gone.target_id
