-- One row: how many rows of the file are new, replace earlier ones or change nothing, and their first and last month.
-- returns rows_new bigint, rows_replaced bigint, rows_unchanged bigint, first_date date, last_date date
select
    count(*) filter (where status = 'new') as rows_new,
    count(*) filter (where status = 'replaced') as rows_replaced,
    count(*) filter (where status = 'unchanged') as rows_unchanged,
    min(month) as first_date,
    last_day(max(month)) as last_date
from decided
join typed using (row_number)
