-- One row is one row of the file with the same group, member and first day as another.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, null as column_name, 'duplicate_entry' as code, null as value,
    array_to_string(row_numbers[1:5], ', ') as hint
from (
    select
        typed.row_number,
        list(typed.row_number) over (
            partition by typed.team_group, typed.team, typed.worker_id, typed.valid_from order by typed.row_number
            rows between unbounded preceding and unbounded following
        ) as row_numbers
    from typed
    join staged using (row_number)
    where typed.team_group is not null and (typed.team is not null or typed.worker_id is not null)
    and (typed.valid_from is not null or staged."from" is null)
)
where len(row_numbers) > 1
