-- One row is one row of the file whose supervision the store has on another rubric, or another version of it.
-- Grades of other graders, and of versions that an undoing brings back, would belong to no rubric any more.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number,
    if(stored.rubric_key <> typed.rubric_key, 'rubric', 'rubric_version') as column_name,
    'graded_on_another_rubric' as code, null as value, null as hint
from typed
join supervision as stored
    on stored.authority = :authority and stored.superseded_by is null
    and stored.supervision_key = typed.supervision_key
where stored.rubric_key <> typed.rubric_key or stored.rubric_version <> typed.rubric_version
