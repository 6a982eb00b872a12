-- One row is one row of the file with both a team and a worker, or with neither.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, null as column_name, 'team_or_worker' as code, null as value, null as hint
from staged
where (team is null) = (worker_id is null)
