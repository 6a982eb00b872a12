-- One row is one grade that is no number or no point of the scale.
-- param lowest double the scale's lowest point
-- param highest double the scale's highest point
-- param step double the distance between its points
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, element[8:] as column_name,
    case when try_cast(cell as double) is null then 'grade_not_a_number'
    when try_cast(cell as double) between :lowest and :highest then 'grade_between_points'
    else 'grade_out_of_scale' end as code,
    cell as value, null as hint
from (
    unpivot (select row_number, columns('grade__.*') from staged) on columns('grade__.*') into name element value cell
)
where not coalesce(is_on_scale(try_cast(cell as double), :lowest, :highest, :step), false)
