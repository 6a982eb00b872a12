-- One row is one month that cannot be read, is in the future or before 1990.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, 'month' as column_name,
    case when as_month(month) is null then 'not_a_month'
    when as_month(month) > :today then 'month_in_future'
    else 'month_before_1990' end as code,
    month as value, null as hint
from staged
where month is not null
and (as_month(month) is null or as_month(month) > :today or as_month(month) < date '1990-01-01')
