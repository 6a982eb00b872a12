-- Removes what the import brought.
-- param batch_id varchar the import
delete from indicator_month where batch_id = :batch_id
