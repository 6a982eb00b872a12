-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update grade set superseded_by = gone.superseded_by
from (
    select distinct observation_key, grader_id, superseded_by
    from grade
    where batch_id = :batch_id
) as gone
where grade.superseded_by = :batch_id
and grade.observation_key = gone.observation_key
and grade.grader_id = gone.grader_id
