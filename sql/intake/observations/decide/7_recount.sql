-- One row will be one observation whose grades that count have to be looked for again after writing.
-- It was in the store already, or the first grader left an element blank.
create temp table recount as
select distinct observation_key from row_status where status <> 'unchanged'
union
select ordered.observation_key
from ordered
join (
    select row_number, list_value(*columns('grade__.*')) as grades from typed
) as graded using (row_number)
where ordered.is_lowest and list_count(graded.grades) < len(graded.grades)
