-- Marks the coaching that belongs to observations with a new version.
-- param batch_id varchar this import
update coaching_session set superseded_by = :batch_id
where superseded_by is null and kind = 'after observation'
and observation_key in (select observation_key from row_status where status <> 'unchanged')
