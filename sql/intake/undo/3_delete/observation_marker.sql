-- Removes what the import brought.
-- param batch_id varchar the import
delete from observation_marker where batch_id = :batch_id
