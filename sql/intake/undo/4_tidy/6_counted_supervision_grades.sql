-- Marks again which grade of each item of a supervision counts.
update supervision_grade set is_counted = verdict.should_count, mean_grade = verdict.should_be
from supervision_verdict as verdict
where supervision_grade.superseded_by is null and verdict.is_wrong
and supervision_grade.supervision_key = verdict.supervision_key and supervision_grade.grader_id = verdict.grader_id
and supervision_grade.item = verdict.item
