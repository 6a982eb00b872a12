-- One row: an import by its id or its number.
-- param batch varchar the id, or the number in digits
-- returns batch_id varchar, batch_no integer, authority varchar, kind varchar, file_name varchar, rows_new bigint, rows_replaced bigint, undone_at timestamp
select batch_id, batch_no, authority, kind, file_name, rows_new, rows_replaced, undone_at
from import_batch
where batch_id = :batch or cast(batch_no as varchar) = :batch
