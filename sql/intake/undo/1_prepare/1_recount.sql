-- One row will be one observation of which a version or a grade came, or was replaced, with the import; with a decision
-- on which grade counts, every one that has an agreed grade, and, where it is about means, that has several graders.
-- param batch_id varchar the import
create temp table recount as
select observation_key from observation where batch_id = :batch_id or superseded_by = :batch_id
union
select observation_key from grade where batch_id = :batch_id or superseded_by = :batch_id
union
select observation_key
from grade
where is_agreed and superseded_by is null
and exists (from policy where policy = 'which_grade' and (batch_id = :batch_id or superseded_by = :batch_id))
union
select observation_key
from grade
where superseded_by is null
and exists (
    from policy
    where policy = 'which_grade' and value = 'mean' and (batch_id = :batch_id or superseded_by = :batch_id)
)
group by observation_key
having min(grader_id) <> max(grader_id)
