-- One row will be one row of the file with what it does: replaced or unchanged (read before, with the same outcome).
create temp table decided as
select
    typed.row_number, typed.feedback_key, typed.is_safe_to_show, request.asked_on,
    if(import_batch.kind = 'comment_reviews' and response.is_safe_to_show = typed.is_safe_to_show,
        'unchanged', 'replaced') as status
from typed
join feedback_request as request on request.feedback_key = typed.feedback_key and request.superseded_by is null
join feedback_response as response
    on response.feedback_key = typed.feedback_key and response.superseded_by is null and response.item = 'comment'
join import_batch on import_batch.batch_id = response.batch_id
