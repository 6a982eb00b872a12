-- Marks all answers to requests that get a new version: a version of a request and its answers belong together.
-- param batch_id varchar this import
update feedback_response set superseded_by = :batch_id
where superseded_by is null
and feedback_key in (select feedback_key from decided where status = 'replaced')
