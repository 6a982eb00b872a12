-- One row is one fault, in the order of the file's rows.
-- param at_most bigint how many to return
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, column_name, code, value, hint
from problem
order by row_number, column_name nulls last, code
limit :at_most
