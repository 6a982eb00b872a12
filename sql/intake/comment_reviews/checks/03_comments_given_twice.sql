-- One row is one row of the file about the same comment as another.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, null as column_name, 'duplicate_entry' as code, null as value,
    array_to_string(row_numbers[1:5], ', ') as hint
from (
    select row_number, list(row_number) over (partition by feedback_key) as row_numbers
    from typed
    where feedback_key is not null
)
where len(row_numbers) > 1
