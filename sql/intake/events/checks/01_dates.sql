-- One row is one date that cannot be read, is before 1990 or more than five years ahead, or a last day before the first.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (unpivot (select row_number, date, "to" from staged) on date, "to" into name column_name value text)
select
    row_number, column_name,
    case when as_date(text) is null then 'not_a_date'
    when as_date(text) < date '1990-01-01' then 'date_before_1990'
    else 'date_too_far' end as code,
    text as value, null as hint
from cell
where as_date(text) is null or as_date(text) < date '1990-01-01' or as_date(text) > :today + interval 5 year
union all
select row_number, 'to', 'ends_before_begins', null, null from typed where ends_on < starts_on
