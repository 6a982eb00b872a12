-- One row will be one session of the file that the store has already, as it stands there.
-- param authority varchar the council
create temp table stored as
select *
from coaching_session
where authority = :authority and superseded_by is null and kind in ('practice', 'supervision')
and coaching_id in (select coaching_id from typed)
