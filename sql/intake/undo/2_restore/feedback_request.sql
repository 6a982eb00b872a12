-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update feedback_request set superseded_by = gone.superseded_by
from (
    select distinct feedback_key, superseded_by
    from feedback_request
    where batch_id = :batch_id
) as gone
where feedback_request.superseded_by = :batch_id
and feedback_request.feedback_key = gone.feedback_key
