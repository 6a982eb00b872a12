-- Marks the events that get a new version.
-- param batch_id varchar this import
update event set superseded_by = :batch_id
where superseded_by is null
and event_id in (select event_id from typed join decided using (row_number) where decided.status = 'replaced')
