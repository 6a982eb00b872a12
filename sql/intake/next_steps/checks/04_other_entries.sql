-- One row is one row that would change or withdraw a next step that is not there, or make two alike.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, case when given_id is null then 'withdrawn' else 'next_step_id' end as column_name,
    case when given_id is null then 'nothing_to_withdraw' else 'unknown_entry' end as code, given_id as value,
    null as hint
from typed
where (given_id is not null or is_withdrawn)
and not exists (
    from next_step
    where next_step.authority = :authority and next_step.superseded_by is null
    and next_step.next_step_id = typed.next_step_id
)
union all
select row_number, null, 'entry_there_already', null, null
from typed
where not is_withdrawn and stored_id <> given_id and stored_id not in (select next_step_id from typed)
and given_id in (select next_step_id from next_step where authority = :authority and superseded_by is null)
