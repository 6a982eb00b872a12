-- One row is one date that cannot be read, is before 1990 or more than five years ahead, or ends before it begins.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with dated as (
    select row_number, 'from' as column_name, "from" as cell, as_date("from") as day from staged where "from" is not null
    union all
    select row_number, 'to', "to", as_date("to") from staged where "to" is not null
)
select
    row_number, column_name,
    case when day is null then 'not_a_date' when day < date '1990-01-01' then 'date_before_1990'
    else 'date_too_far' end as code,
    cell as value, null as hint
from dated
where day is null or day < date '1990-01-01' or day > :today + interval 5 year
union all
select row_number, 'to', 'ends_before_begins', cast(valid_to as varchar), null from typed where valid_to < valid_from
