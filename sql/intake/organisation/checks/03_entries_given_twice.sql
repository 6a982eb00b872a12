-- One row is one row of the file that has the same team, or the same worker, team and first day, as another row.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, null as column_name, 'duplicate_entry' as code, null as value,
    array_to_string(row_numbers[1:5], ', ') as hint
from (
    select
        row_number,
        list(row_number) over (
            partition by service_area, team, worker_id, case when worker_id is not null then valid_from end
        ) as row_numbers
    from typed
    where service_area is not null and team is not null and (worker_id is null or valid_from is not null)
)
where len(row_numbers) > 1
