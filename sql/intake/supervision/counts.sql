-- One row: how many rows of the file are new, replace earlier ones or change nothing, and their first and last day.
-- returns rows_new bigint, rows_replaced bigint, rows_unchanged bigint, first_date date, last_date date
select
    count(*) filter (where decided.status = 'new') as rows_new,
    count(*) filter (where decided.status = 'replaced') as rows_replaced,
    count(*) filter (where decided.status = 'unchanged') as rows_unchanged,
    min(incoming.supervised_on) as first_date,
    max(incoming.supervised_on) as last_date
from decided
join incoming using (supervision_key)
