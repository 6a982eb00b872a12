-- Removes what the import brought.
-- param batch_id varchar the import
delete from team_group_member where batch_id = :batch_id
