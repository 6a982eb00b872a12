-- Marks the agreed grades that get a new version. What the graders gave themselves stays.
-- param batch_id varchar this import
update grade set superseded_by = :batch_id
from decided
where decided.status = 'replaced' and grade.is_agreed and grade.superseded_by is null
and grade.observation_key = decided.observation_key and grade.element = decided.element
