-- Adds the agreed grades. Whose they are is not a person but the agreement on the element, so that each has versions of
-- its own. Which grade counts is marked afterwards.
-- param batch_id varchar this import
insert into grade by name
select
    typed.observation_key, 'agreed: ' || typed.element as grader_id, 0 as grader_order, typed.element, typed.grade,
    true as is_agreed, false as is_counted, typed.reason, :batch_id as batch_id, typed.agreed_on
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
