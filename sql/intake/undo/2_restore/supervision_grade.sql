-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update supervision_grade set superseded_by = gone.superseded_by
from (
    select distinct supervision_key, grader_id, superseded_by
    from supervision_grade
    where batch_id = :batch_id
) as gone
where supervision_grade.superseded_by = :batch_id
and supervision_grade.supervision_key = gone.supervision_key
and supervision_grade.grader_id = gone.grader_id
