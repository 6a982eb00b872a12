-- Marks the requests that get a new version.
-- param batch_id varchar this import
update feedback_request set superseded_by = :batch_id
where superseded_by is null
and feedback_key in (select feedback_key from decided where status = 'replaced')
