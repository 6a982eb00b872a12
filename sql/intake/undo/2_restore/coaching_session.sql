-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update coaching_session set superseded_by = gone.superseded_by
from (
    select distinct authority, coaching_id, kind, superseded_by
    from coaching_session
    where batch_id = :batch_id
) as gone
where coaching_session.superseded_by = :batch_id
and coaching_session.authority = gone.authority
and coaching_session.coaching_id = gone.coaching_id
and coaching_session.kind = gone.kind
