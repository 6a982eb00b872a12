-- One row will be one row of the file with what it does: new, replaced or unchanged.
create temp table decided as
select
    typed.row_number, typed.observation_key, typed.element, typed.agreed_on,
    case when grade.grade is null then 'new'
    when grade.grade = typed.grade and grade.reason = typed.reason and grade.agreed_on = typed.agreed_on
    then 'unchanged' else 'replaced' end as status
from typed
left join grade
    on grade.is_agreed and grade.superseded_by is null and grade.observation_key = typed.observation_key
    and grade.element = typed.element
