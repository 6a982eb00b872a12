-- One row is one row of the file about an observation that is not there, or an element that fewer than two people graded.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with known as (
    select typed.row_number, typed.observation_key, typed.element
    from typed
    join observation
        on observation.observation_key = typed.observation_key and observation.authority = :authority
        and observation.superseded_by is null
),
graded as (
    select known.row_number, count(*) as graders
    from known
    join grade
        on grade.observation_key = known.observation_key and grade.element = known.element
        and grade.superseded_by is null and not grade.is_agreed
    group by known.row_number
)
select row_number, 'observation_id' as column_name, 'observation_not_known' as code, null as value, null as hint
from typed
where observation_key is not null and row_number not in (select row_number from known)
union all
select known.row_number, 'element', 'graded_once', null, null
from known
left join graded using (row_number)
where known.element is not null and coalesce(graded.graders, 0) < 2
