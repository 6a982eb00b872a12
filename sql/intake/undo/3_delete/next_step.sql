-- Removes what the import brought.
-- param batch_id varchar the import
delete from next_step where batch_id = :batch_id
