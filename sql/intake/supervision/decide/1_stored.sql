-- One row will be one supervision of the file that the store has already, as it stands there.
-- param authority varchar the council
create temp table stored as
select supervision.*, coaching_session.coached_on
from supervision
left join coaching_session
    on coaching_session.authority = :authority and coaching_session.coaching_id = supervision.supervision_id
    and coaching_session.kind = 'after supervision' and coaching_session.superseded_by is null
where supervision.authority = :authority and supervision.superseded_by is null
and supervision.supervision_key in (select supervision_key from typed)
