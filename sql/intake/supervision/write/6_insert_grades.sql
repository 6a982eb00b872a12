-- Adds the grades of every row of the file that is new or changed; which of them count is settled last.
-- param batch_id varchar this import
insert into supervision_grade
select
    decided.supervision_key, decided.grader_id, ordered.grader_order, given_grade.item, as_number(given_grade.given),
    false, false, null, :batch_id, null, null
from decided
join ordered using (row_number)
join given_grade using (row_number)
where decided.status <> 'unchanged'
