-- One row is one date or visit number that cannot be read.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with unread as (select staged.* from staged join typed using (row_number) where not typed.is_read)
select row_number, 'observed_on' as column_name, 'not_a_date' as code, observed_on as value, null as hint
from unread
where observed_on is not null and as_date(observed_on) is null
union all
select row_number, 'coached_on', 'not_a_date', coached_on, null
from unread
where coached_on is not null and as_date(coached_on) is null
union all
select
    row_number, 'visit_number',
    case when as_number(visit_number) is null then 'not_a_number'
    when as_number(visit_number) <> floor(as_number(visit_number)) then 'not_a_whole_number'
    when as_number(visit_number) < 1 then 'number_below_one'
    else 'number_too_large' end,
    visit_number, null
from unread
where visit_number is not null
and not coalesce(
    as_number(visit_number) between 1 and 9999 and as_number(visit_number) = floor(as_number(visit_number)), false)
