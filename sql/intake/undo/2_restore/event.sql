-- Hands what the import replaced or withdrew on to the next later version, or makes it current again.
-- param batch_id varchar the import
update event set superseded_by = nullif(gone.superseded_by, :batch_id)
from (
    select distinct event_id, superseded_by
    from event
    where batch_id = :batch_id
) as gone
where event.superseded_by = :batch_id
and event.event_id = gone.event_id
