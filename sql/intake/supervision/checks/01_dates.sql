-- One row is one day that cannot be read, is in the future or before 1990, or a day of coaching before the supervision.
-- param today date the last day that may be recorded
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    staged.row_number, 'supervised_on' as column_name,
    case when typed.supervised_on is null then 'not_a_date'
    when typed.supervised_on > :today then 'date_in_future'
    else 'date_before_1990' end as code,
    staged.supervised_on as value, null as hint
from staged
join typed using (row_number)
where staged.supervised_on is not null
and (typed.supervised_on is null or typed.supervised_on > :today or typed.supervised_on < date '1990-01-01')
union all
select
    staged.row_number, 'coached_on',
    case when typed.coached_on is null then 'not_a_date'
    when typed.coached_on > :today then 'date_in_future'
    else 'coached_before_supervised' end,
    staged.coached_on, null
from staged
join typed using (row_number)
where staged.coached_on is not null
and (typed.coached_on is null or typed.coached_on > :today or typed.coached_on < typed.supervised_on)
