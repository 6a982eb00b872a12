-- One row is one filled-in cell of one version of one supervision, as a file would have it, with the imports that
-- brought and replaced the version. A grader's grades have the grader beside them; what was agreed later is left out.
-- param authority varchar the council
-- param entry varchar the supervision's key, null for all
-- returns entry varchar, grader_id varchar, column_name varchar, value varchar, entered_by varchar, entered_at timestamp, batch_no integer, ended_batch_no integer
with wanted as (
    select *
    from supervision
    where authority = :authority
    and (cast(:entry as varchar) is null or supervision_key = try_cast(cast(:entry as varchar) as uuid))
),
cell as (
    select supervision_key, batch_id, superseded_by, cast(null as varchar) as grader_id, column_name, value
    from (
        unpivot (
            select
                supervision_key, batch_id, superseded_by, supervision_id, cast(supervised_on as varchar) as supervised_on,
                service_area, team, supervisor_id, method, rubric_key as rubric, rubric_version, observer_id,
                array_to_string(supervisee_ids, '; ') as supervisee_ids, format, family_ref
            from wanted
        ) on supervision_id, supervised_on, service_area, team, supervisor_id, method, rubric, rubric_version,
            observer_id, supervisee_ids, format, family_ref
        into name column_name value value
    )
    union all
    select supervision_key, batch_id, superseded_by, null, 'coached_on', cast(coached_on as varchar)
    from coaching_session
    where kind = 'after supervision' and supervision_key in (select supervision_key from wanted)
    union all
    select supervision_key, batch_id, superseded_by, grader_id, item, printf('%g', grade)
    from supervision_grade
    where not is_agreed and supervision_key in (select supervision_key from wanted)
)
select
    cast(cell.supervision_key as varchar) as entry, cell.grader_id, cell.column_name, cell.value,
    entered.imported_by as entered_by, entered.imported_at as entered_at, entered.batch_no,
    ended.batch_no as ended_batch_no
from cell
join import_batch as entered on entered.batch_id = cell.batch_id
left join import_batch as ended on ended.batch_id = cell.superseded_by
order by entry, entered.batch_no, cell.grader_id nulls first, cell.column_name
