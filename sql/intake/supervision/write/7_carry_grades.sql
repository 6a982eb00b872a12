-- Adds again, to a grader's new version, the grades of items for which the file has no column.
-- param batch_id varchar this import
insert into supervision_grade
select
    grade.supervision_key, grade.grader_id, ordered.grader_order, grade.item, grade.grade, grade.is_agreed, false,
    grade.reason, :batch_id, null, null
from supervision_grade as grade
join ordered using (supervision_key, grader_id)
where grade.superseded_by = :batch_id and grade.item not in (select item from file_item)
