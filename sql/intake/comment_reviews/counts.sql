-- One row: how many rows of the file say something new of a comment or nothing new, and the first and last day of asking.
-- returns rows_new bigint, rows_replaced bigint, rows_unchanged bigint, first_date date, last_date date
select
    cast(0 as bigint) as rows_new,
    count(*) filter (where status = 'replaced') as rows_replaced,
    count(*) filter (where status = 'unchanged') as rows_unchanged,
    min(asked_on) as first_date,
    max(asked_on) as last_date
from decided
