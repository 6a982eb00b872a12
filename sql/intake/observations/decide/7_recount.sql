-- One row will be one observation whose grades that count have to be looked for again after writing.
-- It was in the store already, or the first grader left an element blank, or the mean of several graders' grades counts.
-- param authority varchar the council
create temp table recount as
select distinct observation_key from row_status where status <> 'unchanged'
union
select ordered.observation_key
from ordered
join (
    select row_number, list_value(*columns('grade__.*')) as grades from typed
) as graded using (row_number)
where ordered.is_lowest and list_count(graded.grades) < len(graded.grades)
union
select observation_key
from shared
where exists (
    from policy
    where authority = :authority and policy = 'which_grade' and value = 'mean' and superseded_by is null
)
