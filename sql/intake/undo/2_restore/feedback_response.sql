-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update feedback_response set superseded_by = gone.superseded_by
from (
    select distinct feedback_key, superseded_by
    from feedback_response
    where batch_id = :batch_id
) as gone
where feedback_response.superseded_by = :batch_id
and feedback_response.feedback_key = gone.feedback_key
