-- Hands what the import replaced or withdrew on to the next later version, or makes it current again.
-- param batch_id varchar the import
update next_step set superseded_by = nullif(gone.superseded_by, :batch_id)
from (
    select distinct authority, next_step_id, superseded_by
    from next_step
    where batch_id = :batch_id
) as gone
where next_step.superseded_by = :batch_id
and next_step.authority = gone.authority and next_step.next_step_id = gone.next_step_id
