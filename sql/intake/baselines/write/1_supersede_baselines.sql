-- Marks the baselines that get a new version.
-- param batch_id varchar this import
update baseline set superseded_by = :batch_id
where superseded_by is null
and baseline_id in (select baseline_id from typed join decided using (row_number) where decided.status = 'replaced')
