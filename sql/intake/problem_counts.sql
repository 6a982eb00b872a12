-- One row is one sort of fault in one column.
-- returns code varchar, column_name varchar, cells bigint, first_row bigint
select code, column_name, count(*) as cells, min(row_number) as first_row
from problem
group by all
order by first_row, code, column_name
