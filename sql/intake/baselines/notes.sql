-- One row is one fixed baseline that is too short to work limits out from.
-- returns row_number bigint, code varchar, hint varchar
select
    typed.row_number, 'short_baseline' as code,
    cast(date_diff('month', first_month, last_month) + 1 as varchar) as hint
from typed
join decided using (row_number)
where kind = 'fixed' and not is_withdrawn and decided.status <> 'unchanged'
and date_diff('month', first_month, last_month) + 1 < 8
order by typed.row_number
