-- One row will be one answer, or one comment (its item is comment), of an answered request as it will stand in the store.
-- An item that the file has no column for, and a comment that it leaves blank, stay as the store has them. Comments are
-- there only where the council keeps them; a new text has yet to be read by somebody before it can be safe.
-- param authority varchar the council
create temp table response as
with answered as (select * from incoming where outcome = 'answered'),
earlier as (
    select feedback_response.*
    from feedback_response
    join answered using (feedback_key)
    where feedback_response.superseded_by is null and answered.is_same_form
),
comment as (
    select
        answered.feedback_key, coalesce(answered.comment, earlier.free_text) as free_text,
        coalesce(
            earlier.is_safe_to_show and coalesce(answered.comment, earlier.free_text) = earlier.free_text, false
        ) as is_safe_to_show
    from answered
    left join earlier on earlier.feedback_key = answered.feedback_key and earlier.item = 'comment'
    where exists (
        from policy
        where policy.authority = :authority and policy.policy = 'free_text' and policy.superseded_by is null
        and policy.value = 'kept'
    )
)
select answered.feedback_key, answer.item, as_number(answer.given) as value, null as free_text, false as is_safe_to_show
from answered
join answer using (row_number)
union all
select feedback_key, item, value, null, false
from earlier
where item <> 'comment' and item not in (select item from file_item)
union all
select feedback_key, 'comment', null, free_text, is_safe_to_show
from comment
where free_text is not null
