-- One row: how many rows of the file are new, replace earlier ones or change nothing, and their first and last day.
-- returns rows_new bigint, rows_replaced bigint, rows_unchanged bigint, first_date date, last_date date
select
    count(*) filter (where is_new) as rows_new,
    count(*) filter (where not is_new and is_replaced) as rows_replaced,
    count(*) filter (where not is_new and not is_replaced) as rows_unchanged,
    (select make_date(min(year), 3, 31) from typed) as first_date,
    (select make_date(max(year), 3, 31) from typed) as last_date
from (
    select row_number, bool_or(status = 'new') as is_new, bool_or(status = 'replaced') as is_replaced
    from decided
    group by row_number
)
