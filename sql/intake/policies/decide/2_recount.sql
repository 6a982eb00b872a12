-- One row will be one observation whose grades that count have to be looked for again after writing, where it is decided
-- which grade counts: those with an agreed grade, and, where it is or was the mean, those of several graders. For all
-- others every choice comes to the same.
-- param authority varchar the council
create temp table recount as
with changed as (
    select typed.value = 'mean' or coalesce(earlier.value = 'mean', false) as is_about_means
    from typed
    join decided using (row_number)
    left join policy as earlier
        on earlier.authority = :authority and earlier.policy = typed.policy and earlier.superseded_by is null
    where typed.policy = 'which_grade' and decided.status <> 'unchanged'
)
select observation.observation_key
from grade
join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
where observation.authority = :authority and grade.superseded_by is null and exists (from changed)
group by observation.observation_key
having bool_or(grade.is_agreed)
or (min(grade.grader_id) <> max(grade.grader_id) and exists (from changed where is_about_means))
