-- One row is one row of the file about a comment that the store does not have.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'feedback_id' as column_name, 'comment_not_there' as code, null as value, null as hint
from typed
where feedback_key is not null and not exists (
    from feedback_response as response
    join feedback_request as request on request.feedback_key = response.feedback_key and request.superseded_by is null
    where response.feedback_key = typed.feedback_key and response.item = 'comment'
    and response.superseded_by is null and request.authority = :authority
)
