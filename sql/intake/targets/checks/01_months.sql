-- One row is one month that cannot be read, is before 1990 or more than ten years ahead, or a last one before the first.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (unpivot (select row_number, "from", "to" from staged) on "from", "to" into name column_name value text)
select
    row_number, column_name,
    case when as_month(text) is null then 'not_a_month'
    when as_month(text) < date '1990-01-01' then 'month_before_1990'
    else 'month_too_far' end as code,
    text as value, null as hint
from cell
where as_month(text) is null or as_month(text) < date '1990-01-01' or as_month(text) > :today + interval 10 year
union all
select row_number, 'to', 'month_ends_before_begins', null, null from typed where last_month < first_month
