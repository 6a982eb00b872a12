-- One row is one filled-in cell of one version of one observation, as a file would have it, with the imports that
-- brought and replaced the version. A grader's grades have the grader beside them; what was agreed later is left out.
-- param authority varchar the council
-- param entry varchar the observation's key, null for all
-- returns entry varchar, grader_id varchar, column_name varchar, value varchar, entered_by varchar, entered_at timestamp, batch_no integer, ended_batch_no integer
with wanted as (
    select observation_key, observation_id, batch_id, superseded_by, observed_on, service_area, team, worker_id, observer_id,
        setting, medium, visit_number, family_ref
    from observation
    where authority = :authority
    and (cast(:entry as varchar) is null or observation_key = try_cast(cast(:entry as varchar) as uuid))
),
cell as (
    select observation_key, batch_id, superseded_by, cast(null as varchar) as grader_id, column_name, value
    from (
        unpivot (
            select
                observation_key, batch_id, superseded_by, observation_id, cast(observed_on as varchar) as observed_on,
                service_area, team, worker_id, observer_id, setting, medium,
                cast(visit_number as varchar) as visit_number, family_ref
            from wanted
        ) on observation_id, observed_on, service_area, team, worker_id, observer_id, setting, medium, visit_number,
            family_ref
        into name column_name value value
    )
    union all
    select observation_key, batch_id, superseded_by, null, 'markers', string_agg(marker, '; ' order by marker)
    from observation_marker
    where observation_key in (select observation_key from wanted)
    group by observation_key, batch_id, superseded_by
    union all
    select observation_key, batch_id, superseded_by, null, 'coached_on', cast(coached_on as varchar)
    from coaching_session
    where kind = 'after observation' and observation_key in (select observation_key from wanted)
    union all
    select observation_key, batch_id, superseded_by, grader_id, element, printf('%g', grade)
    from grade
    where not is_agreed and observation_key in (select observation_key from wanted)
)
select
    cast(cell.observation_key as varchar) as entry, cell.grader_id, cell.column_name, cell.value,
    entered.imported_by as entered_by, entered.imported_at as entered_at, entered.batch_no,
    ended.batch_no as ended_batch_no
from cell
join import_batch as entered on entered.batch_id = cell.batch_id
left join import_batch as ended on ended.batch_id = cell.superseded_by
order by entry, entered.batch_no, cell.grader_id nulls first, cell.column_name
