-- Adds again, to a grader's new version, the grades of elements for which the file has no column.
-- param batch_id varchar this import
insert into grade
select
    grade.observation_key, grade.grader_id, ordered.grader_order, grade.element, grade.grade, grade.is_agreed,
    false, grade.reason, :batch_id, null, grade.agreed_on, null
from grade
join ordered using (observation_key, grader_id)
anti join file_element using (element)
where grade.superseded_by = :batch_id
