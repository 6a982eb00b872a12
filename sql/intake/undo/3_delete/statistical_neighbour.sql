-- Removes what the import brought.
-- param batch_id varchar the import
delete from statistical_neighbour where batch_id = :batch_id
