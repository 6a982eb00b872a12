-- One row is one date that cannot be read, is before 1990 or too far ahead, or one before the step was agreed.
-- Agreed and done are days that have been; due may be up to five years ahead.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (
    unpivot (select row_number, agreed_on, due_on, done_on from staged)
    on agreed_on, due_on, done_on into name column_name value text
)
select
    row_number, column_name,
    case when as_date(text) is null then 'not_a_date'
    when as_date(text) < date '1990-01-01' then 'date_before_1990'
    when column_name = 'due_on' then 'date_too_far'
    else 'date_in_future' end as code,
    text as value, null as hint
from cell
where as_date(text) is null or as_date(text) < date '1990-01-01'
or as_date(text) > if(column_name = 'due_on', :today + interval 5 year, :today)
union all
select row_number, 'due_on', 'before_agreed', null, null from typed where due_on < agreed_on
union all
select row_number, 'done_on', 'before_agreed', null, null from typed where done_on < agreed_on
