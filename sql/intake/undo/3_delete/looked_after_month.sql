-- Removes what the import brought.
-- param batch_id varchar the import
delete from looked_after_month where batch_id = :batch_id
