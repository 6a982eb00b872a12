-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update event set superseded_by = gone.superseded_by
from (
    select distinct event_id, superseded_by
    from event
    where batch_id = :batch_id
) as gone
where event.superseded_by = :batch_id
and event.event_id = gone.event_id
