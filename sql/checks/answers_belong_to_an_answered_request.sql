-- One row is one current answer whose request has no current version, was not answered, or is of another import.
-- returns subject varchar, detail varchar
select 'answer of a family' as subject, response.item as detail
from feedback_response as response
left join feedback_request as request
    on request.feedback_key = response.feedback_key and request.superseded_by is null
where response.superseded_by is null
and (request.feedback_key is null or request.outcome <> 'answered' or request.batch_id <> response.batch_id)
