-- One row will be one observation whose grades that count have to be looked for again after writing: those with an
-- agreed grade, where it is decided which grade counts; for all others every choice comes to the same.
-- param authority varchar the council
create temp table recount as
select distinct observation.observation_key
from grade
join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
where observation.authority = :authority and grade.is_agreed and grade.superseded_by is null
and exists (from typed join decided using (row_number) where typed.policy = 'which_grade' and status <> 'unchanged')
