-- Marks again which grade of each item of a supervision counts, where it is decided which grade counts.
-- param authority varchar the council
update supervision_grade set is_counted = verdict.should_count, mean_grade = verdict.should_be
from supervision_verdict as verdict
where supervision_grade.superseded_by is null and verdict.is_wrong
and exists (from typed join decided using (row_number) where typed.policy = 'which_grade' and status <> 'unchanged')
and verdict.supervision_key in (select supervision_key from supervision where authority = :authority)
and supervision_grade.supervision_key = verdict.supervision_key and supervision_grade.grader_id = verdict.grader_id
and supervision_grade.item = verdict.item
