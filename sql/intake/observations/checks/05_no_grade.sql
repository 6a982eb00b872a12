-- One row is one row of the file without any grade.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, null as column_name, 'no_grade' as code, null as value, null as hint
from (select row_number, list_count(list_value(*columns('grade__.*'))) as grades from staged)
where grades = 0
