-- One row is one month that cannot be read, is in the future or before 1990, or does not fit the kind of baseline.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (unpivot (select row_number, "from", "to" from staged) on "from", "to" into name column_name value text)
select
    row_number, column_name,
    case when as_month(text) is null then 'not_a_month'
    when as_month(text) > :today then 'month_in_future'
    else 'month_before_1990' end as code,
    text as value, null as hint
from cell
where as_month(text) is null or as_month(text) > :today or as_month(text) < date '1990-01-01'
union all
select row_number, 'to', 'month_ends_before_begins', null, null from typed where last_month < first_month
union all
select typed.row_number, 'to', 'fixed_without_end', null, null
from typed
join staged using (row_number)
where typed.kind = 'fixed' and staged."to" is null
union all
select typed.row_number, 'to', 'last_month_not_used', null, null
from typed
join staged using (row_number)
where typed.kind <> 'fixed' and staged."to" is not null
