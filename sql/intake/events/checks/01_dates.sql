-- One row is one date that cannot be read, is before 1990 or more than five years ahead.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, 'date' as column_name,
    case when as_date(date) is null then 'not_a_date'
    when as_date(date) < date '1990-01-01' then 'date_before_1990'
    else 'date_too_far' end as code,
    date as value, null as hint
from staged
where date is not null
and (as_date(date) is null or as_date(date) < date '1990-01-01' or as_date(date) > :today + interval 5 year)
