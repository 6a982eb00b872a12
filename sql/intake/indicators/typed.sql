-- One row will be one month of one indicator.
create temp table typed as
select
    staged.row_number, as_month(staged.month) as month, choice.name as indicator,
    cast(as_number(staged.value) as double) as value, cast(as_number(staged.denominator) as double) as denominator
from staged
left join choice on choice.column_name = 'indicator' and choice.given = staged.indicator
