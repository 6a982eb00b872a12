-- One row will be one request of the file that the store has already, as it stands there.
-- param authority varchar the council
create temp table stored as
select *
from feedback_request
where authority = :authority and superseded_by is null
and feedback_key in (select feedback_key from typed)
