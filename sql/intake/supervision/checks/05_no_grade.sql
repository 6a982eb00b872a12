-- One row is one row of the file without any grade.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, null as column_name, 'no_item_graded' as code, null as value, null as hint
from typed
where row_number not in (select row_number from given_grade)
