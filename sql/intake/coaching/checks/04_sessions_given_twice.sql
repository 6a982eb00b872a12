-- One row is one row of the file with the same session as another.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, null as column_name, 'duplicate_entry' as code, null as value,
    array_to_string(row_numbers[1:5], ', ') as hint
from (
    select row_number, list(row_number order by row_number) over (partition by coaching_id) as row_numbers
    from typed
    where coaching_id is not null
)
where len(row_numbers) > 1
