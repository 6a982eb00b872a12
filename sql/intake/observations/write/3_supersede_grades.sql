-- Marks the grades of graders who have a new row.
-- param batch_id varchar this import
update grade set superseded_by = :batch_id
from row_status
where row_status.status = 'replaced' and grade.superseded_by is null
and grade.observation_key = row_status.observation_key and grade.grader_id = row_status.grader_id
