-- One row is one row that would change or withdraw an event that is not there, or make two alike.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, case when staged.event_id is null then 'withdrawn' else 'event_id' end as column_name,
    case when staged.event_id is null then 'nothing_to_withdraw' else 'unknown_entry' end as code,
    staged.event_id as value, null as hint
from typed
join staged using (row_number)
where (staged.event_id is not null or typed.is_withdrawn)
and (
    (staged.event_id is not null and typed.given_id is null)
    or not exists (
        from event
        where event.authority = :authority and event.superseded_by is null and event.event_id = typed.event_id
    )
)
union all
select row_number, null, 'entry_there_already', null, null
from typed
where not is_withdrawn and stored_id <> given_id and stored_id not in (select event_id from typed)
and given_id in (select event_id from event where authority = :authority and superseded_by is null)
