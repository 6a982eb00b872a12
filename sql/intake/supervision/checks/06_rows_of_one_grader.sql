-- One row is one row of the file whose supervision and grader stand in another row too.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, null as column_name, 'duplicate_row' as code, null as value,
    array_to_string(row_numbers[1:5], ',') as hint
from (
    select
        row_number,
        list(row_number order by row_number) over (partition by supervision_key, grader_id) as row_numbers
    from typed
    where supervision_key is not null and grader_id is not null
)
where len(row_numbers) > 1
