-- Hands what the import replaced or withdrew on to the next later version, or makes it current again.
-- param batch_id varchar the import
update baseline set superseded_by = nullif(gone.superseded_by, :batch_id)
from (
    select distinct baseline_id, superseded_by
    from baseline
    where batch_id = :batch_id
) as gone
where baseline.superseded_by = :batch_id
and baseline.baseline_id = gone.baseline_id
