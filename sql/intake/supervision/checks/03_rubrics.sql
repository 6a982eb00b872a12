-- One row is one rubric or version of a rubric that the framework does not have.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number,
    case when known.rubric_key is null then 'rubric' else 'rubric_version' end as column_name,
    case when known.rubric_key is null then 'unknown_rubric' else 'unknown_rubric_version' end as code,
    case when known.rubric_key is null then typed.rubric_key else typed.rubric_version end as value,
    known.hint
from typed
left join (select rubric_key, any_value(hint) as hint from rubric group by rubric_key) as known
    on known.rubric_key = typed.rubric_key
where typed.rubric_key is not null
and not exists (
    from rubric where rubric.rubric_key = typed.rubric_key and rubric.rubric_version = typed.rubric_version
)
