-- Marks the targets that get a new version.
-- param batch_id varchar this import
update target set superseded_by = :batch_id
where superseded_by is null
and target_id in (select target_id from typed join decided using (row_number) where decided.status = 'replaced')
