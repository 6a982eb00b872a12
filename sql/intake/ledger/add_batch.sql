-- Enters an import into the ledger.
-- param batch_id varchar its id
-- param batch_no integer its number
-- param authority varchar the council; null for kinds that belong to none
-- param kind varchar the kind of file
-- param file_name varchar the file's name
-- param file_sha256 varchar the file's SHA-256
-- param file_bytes bigint the file's size
-- param imported_at timestamp now, UTC
-- param imported_by varchar who
-- param rows_read bigint rows of the file
-- param rows_new bigint of these, new
-- param rows_replaced bigint of these, replacing earlier versions
-- param rows_unchanged bigint of these, there already
-- param rows_refused bigint of these, refused
-- param first_date date the earliest day in the file
-- param last_date date the latest day in the file
-- param is_synthetic boolean whether the rows are made up
insert into import_batch values (
    :batch_id, :batch_no, :authority, :kind, :file_name, :file_sha256, :file_bytes, :imported_at, :imported_by,
    :rows_read, :rows_new, :rows_replaced, :rows_unchanged, :rows_refused, :first_date, :last_date, :is_synthetic,
    null, null, null
)
