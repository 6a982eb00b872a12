-- Marks an import as undone; its entry stays.
-- param batch_id varchar the import
-- param undone_at timestamp now, UTC
-- param undone_by varchar who
update import_batch set undone_at = :undone_at, undone_by = :undone_by where batch_id = :batch_id
