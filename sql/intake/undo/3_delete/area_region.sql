-- Removes what the import brought.
-- param batch_id varchar the import
delete from area_region where batch_id = :batch_id
