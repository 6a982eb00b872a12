-- One row: the import that took in this very file whole, if it was not undone.
-- param file_sha256 varchar the file
-- param kind varchar its kind
-- param authority varchar the council; null for kinds that belong to none
-- returns batch_no integer, imported_at timestamp, rows_read bigint, first_date date, last_date date
select batch_no, imported_at, rows_read, first_date, last_date
from import_batch
where file_sha256 = :file_sha256 and kind = :kind and authority is not distinct from :authority
and undone_at is null and rows_refused = 0
order by batch_no
limit 1
