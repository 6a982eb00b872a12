-- Marks the coaching that belongs to supervisions with a new version.
-- param batch_id varchar this import
update coaching_session set superseded_by = :batch_id
where superseded_by is null and kind = 'after supervision'
and supervision_key in (select supervision_key from busy)
