-- One row is one date in the future or before 1990, or a day of coaching before the day of the observation.
-- param today date the last day that may be recorded
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, 'observed_on' as column_name,
    case when observed_on > :today then 'date_in_future' else 'date_before_1990' end as code,
    cast(observed_on as varchar) as value, null as hint
from typed
where observed_on > :today or observed_on < date '1990-01-01'
union all
select
    row_number, 'coached_on',
    case when coached_on > :today then 'date_in_future' else 'coached_before_observed' end,
    cast(coached_on as varchar), null
from typed
where coached_on > :today or coached_on < observed_on
