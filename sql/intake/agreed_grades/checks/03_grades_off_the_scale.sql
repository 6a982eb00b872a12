-- One row is one agreed grade that is no number or no point of the scale.
-- param lowest double the scale's lowest point
-- param highest double the scale's highest point
-- param step double the distance between its points
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    staged.row_number, 'agreed_grade' as column_name,
    case when typed.grade is null then 'grade_not_a_number'
    when typed.grade between :lowest and :highest then 'grade_between_points'
    else 'grade_out_of_scale' end as code,
    staged.agreed_grade as value, null as hint
from staged
join typed using (row_number)
where staged.agreed_grade is not null and not coalesce(is_on_scale(typed.grade, :lowest, :highest, :step), false)
