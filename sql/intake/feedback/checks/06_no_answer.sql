-- One row is one request that is said to be answered, without an answer to any item.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, null as column_name, 'no_answer' as code, null as value, null as hint
from typed
where outcome = 'answered' and row_number not in (select row_number from answer)
