-- One row is one row of the file with the same month and indicator as another.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, 'month' as column_name, 'duplicate_entry' as code, null as value,
    array_to_string(row_numbers[1:5], ', ') as hint
from (
    select row_number, list(row_number) over (partition by month, indicator) as row_numbers
    from typed
    where month is not null and indicator is not null
)
where len(row_numbers) > 1
