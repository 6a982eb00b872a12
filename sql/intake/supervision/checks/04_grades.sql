-- One row is one grade that is not on the scale of its row's rubric, or of an item that belongs to another rubric.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    given_grade.row_number, given_grade.item as column_name,
    if(rubric_item.item is null, 'item_of_another_rubric', 'off_the_rubrics_scale') as code,
    given_grade.given as value, rubric_item.hint
from given_grade
join typed using (row_number)
join rubric on rubric.rubric_key = typed.rubric_key and rubric.rubric_version = typed.rubric_version
left join rubric_item
    on rubric_item.rubric_key = typed.rubric_key and rubric_item.rubric_version = typed.rubric_version
    and rubric_item.item = given_grade.item
where rubric_item.item is null
or not coalesce(
    is_on_scale(as_number(given_grade.given), rubric_item.lowest, rubric_item.highest, rubric_item.step), false)
