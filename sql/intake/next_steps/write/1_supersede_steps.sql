-- Marks the next steps that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update next_step set superseded_by = :batch_id
where authority = :authority and superseded_by is null
and next_step_id in (select next_step_id from typed join decided using (row_number) where decided.status = 'replaced')
