-- Marks the case markers of observations with a new version.
-- param batch_id varchar this import
update observation_marker set superseded_by = :batch_id
where superseded_by is null
and observation_key in (select observation_key from row_status where status <> 'unchanged')
