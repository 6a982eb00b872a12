-- One row is one day that cannot be read, is in the future or before 1990.
-- param today date the last day that may be recorded
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    staged.row_number, 'asked_on' as column_name,
    case when typed.asked_on is null then 'not_a_date'
    when typed.asked_on > :today then 'date_in_future'
    else 'date_before_1990' end as code,
    staged.asked_on as value, null as hint
from staged
join typed using (row_number)
where staged.asked_on is not null
and (typed.asked_on is null or typed.asked_on > :today or typed.asked_on < date '1990-01-01')
