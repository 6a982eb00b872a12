-- One row is one count that is no whole number from 0.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with cell as (
    unpivot (select row_number, value as given, denominator from staged)
    on given, denominator into name column_name value text
)
select
    row_number, if(column_name = 'given', 'value', column_name) as column_name,
    case when as_number(text) is null then 'not_a_number'
    when as_number(text) < 0 then 'negative_number'
    when as_number(text) <> floor(as_number(text)) then 'not_a_whole_number'
    else 'number_too_large' end as code,
    text as value, null as hint
from cell
where not coalesce(as_number(text) between 0 and 100000000 and as_number(text) = floor(as_number(text)), false)
