-- One row is one row about a team that has a role.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'role' as column_name, 'role_without_worker' as code, role as value, null as hint
from staged
where worker_id is null and role is not null
