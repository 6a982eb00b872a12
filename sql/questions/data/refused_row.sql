-- One row is one thing wrong with one refused row of one import.
-- param batch_id varchar the import
-- returns row_number bigint, column_name varchar, problem varchar, value_shape varchar, message varchar, mend varchar, row_values varchar
select row_number, column_name, problem, value_shape, message, mend, row_values
from rejected_row
where batch_id = :batch_id
order by row_number, column_name
