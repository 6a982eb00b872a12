-- One row is one answer that is not on its item's scale, is to an item of another form, or is to a request without an
-- answer; or one comment to such a request.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    answer.row_number, answer.item as column_name,
    case when typed.outcome <> 'answered' then 'answer_without_answering'
    when form_item.item is null then 'item_of_another_form'
    else 'off_the_items_scale' end as code,
    answer.given as value, form_item.hint
from answer
join typed using (row_number)
left join form_item
    on form_item.form_key = typed.form_key and form_item.form_version = typed.form_version
    and form_item.item = answer.item
where typed.outcome <> 'answered'
or (
    form_item.item is null
    and exists (from form where form.form_key = typed.form_key and form.form_version = typed.form_version)
)
or (
    form_item.item is not null
    and not coalesce(
        is_on_scale(as_number(answer.given), form_item.lowest, form_item.highest, form_item.step), false)
)
union all
select row_number, 'comment', 'answer_without_answering', null, null
from typed
where outcome <> 'answered' and comment is not null
