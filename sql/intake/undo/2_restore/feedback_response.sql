-- Hands what the import replaced on to the next later version, or makes it current again: answers go with their request,
-- which may have had answers in one version and none in the next.
-- param batch_id varchar the import
update feedback_response set superseded_by = gone.superseded_by
from (
    select distinct feedback_key, superseded_by
    from feedback_request
    where batch_id = :batch_id
) as gone
where feedback_response.superseded_by = :batch_id
and feedback_response.feedback_key = gone.feedback_key
