-- Marks the supervisions that get a new version.
-- param batch_id varchar this import
update supervision set superseded_by = :batch_id
where superseded_by is null and supervision_key in (select supervision_key from busy)
