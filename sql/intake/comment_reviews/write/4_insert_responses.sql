-- Adds their answers again, as they were but for whether the comment is safe to show.
-- param batch_id varchar this import
insert into feedback_response by name
select
    feedback_response.* replace (
        feedback_response.item = 'comment' and decided.is_safe_to_show as is_safe_to_show,
        :batch_id as batch_id, null as superseded_by
    )
from feedback_response
join decided using (feedback_key)
where feedback_response.superseded_by = :batch_id
