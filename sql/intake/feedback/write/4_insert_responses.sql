-- Adds the answers and comments of every request that is new or changed.
-- param batch_id varchar this import
insert into feedback_response
select
    response.feedback_key, response.item, response.value, response.free_text, response.is_safe_to_show, :batch_id, null
from response
join decided using (feedback_key)
where decided.status <> 'unchanged'
