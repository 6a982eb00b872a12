-- One row is one value that is no number or off the measure's scale, or a value at the end without a later last month.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (
    unpivot (select row_number, value as first_one, value_at_end from staged)
    on first_one as 'value', value_at_end into name column_name value text
)
select
    cell.row_number, cell.column_name,
    case when as_number(cell.text) is null then 'not_a_number'
    when measure.highest is null then 'negative_number'
    else 'off_the_measures_scale' end as code,
    cell.text as value, printf('%g and %g', measure.lowest, measure.highest) as hint
from cell
join typed using (row_number)
left join measure on measure.measure = typed.measure
where as_number(cell.text) is null or as_number(cell.text) < measure.lowest or as_number(cell.text) > measure.highest
union all
select typed.row_number, 'value_at_end', 'end_value_without_end', staged.value_at_end, null
from typed
join staged using (row_number)
where staged.value_at_end is not null and coalesce(typed.last_month <= typed.first_month, staged."to" is null)
