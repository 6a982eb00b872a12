-- One row is one row of the file in which those who took part do not fit together.
-- An observed supervision has an observer who is not the supervisor; nobody supervises themselves; one to one is with one.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'observer_id' as column_name, 'blank_cell' as code, null as value, null as hint
from typed
where method = 'observed' and observer_id is null
union all
select row_number, 'observer_id', 'observer_is_supervisor', null, null
from typed
where method = 'observed' and observer_id = supervisor_id
union all
select row_number, 'supervisee_ids', 'supervises_themselves', null, null
from typed
where list_contains(supervisee_ids, supervisor_id)
union all
select row_number, 'supervisee_ids', 'several_in_one_to_one', null, cast(len(supervisee_ids) as varchar)
from typed
where format = 'individual' and len(supervisee_ids) > 1
