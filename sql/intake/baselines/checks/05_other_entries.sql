-- One row is one row that would change or withdraw a baseline that is not there, or make two alike.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, case when staged.baseline_id is null then 'withdrawn' else 'baseline_id' end as column_name,
    case when staged.baseline_id is null then 'nothing_to_withdraw' else 'unknown_entry' end as code,
    staged.baseline_id as value, null as hint
from typed
join staged using (row_number)
where (staged.baseline_id is not null or typed.is_withdrawn)
and (
    (staged.baseline_id is not null and typed.given_id is null)
    or not exists (
        from baseline
        where baseline.authority = :authority and baseline.superseded_by is null
        and baseline.baseline_id = typed.baseline_id
    )
)
union all
select row_number, null, 'entry_there_already', null, null
from typed
where not is_withdrawn and stored_id <> given_id and stored_id not in (select baseline_id from typed)
and given_id in (select baseline_id from baseline where authority = :authority and superseded_by is null)
