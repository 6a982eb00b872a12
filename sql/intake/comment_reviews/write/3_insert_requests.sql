-- Adds the requests again, as they were.
-- param batch_id varchar this import
insert into feedback_request by name
select * replace (:batch_id as batch_id, null as superseded_by)
from feedback_request
where superseded_by = :batch_id
