-- One row is one row of the file whose observation and grader stand in another row too.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select typed.row_number, null as column_name, 'duplicate_row' as code, null as value, twice.row_numbers as hint
from typed
join (
    select typed.observation_key, typed.grader_id, array_to_string(list(typed.row_number order by typed.row_number)[1:5], ',') as row_numbers
    from typed
    semi join shared using (observation_key)
    where typed.grader_id is not null
    group by typed.observation_key, typed.grader_id
    having count(*) > 1
) as twice using (observation_key, grader_id)
