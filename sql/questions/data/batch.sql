-- One row is one import, newest first; imports of files that belong to no council (published figures) too.
-- param authority varchar the council
-- returns batch_id varchar, batch_no integer, imported_at timestamp, imported_by varchar, kind varchar, file_name varchar, rows_read bigint, rows_new bigint, rows_replaced bigint, rows_unchanged bigint, rows_refused bigint, first_date date, last_date date, is_synthetic boolean, undone_at timestamp, undone_by varchar
select batch_id, batch_no, imported_at, imported_by, kind, file_name, rows_read, rows_new, rows_replaced,
    rows_unchanged, rows_refused, first_date, last_date, is_synthetic, undone_at, undone_by
from import_batch
where authority = :authority or authority is null
order by batch_no desc
