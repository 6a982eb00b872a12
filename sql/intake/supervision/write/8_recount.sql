-- Marks the one grade that counts for each item of the supervisions of the file.
update supervision_grade set is_counted = verdict.should_count, mean_grade = verdict.should_be
from supervision_verdict as verdict
where supervision_grade.superseded_by is null and verdict.is_wrong
and verdict.supervision_key in (select supervision_key from busy)
and supervision_grade.supervision_key = verdict.supervision_key and supervision_grade.grader_id = verdict.grader_id
and supervision_grade.item = verdict.item
