-- Marks the grades of graders who have a new row.
-- param batch_id varchar this import
update supervision_grade set superseded_by = :batch_id
from decided
where decided.status = 'replaced' and supervision_grade.superseded_by is null
and supervision_grade.supervision_key = decided.supervision_key and supervision_grade.grader_id = decided.grader_id
