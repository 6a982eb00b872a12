-- One row is one row that would change or withdraw a target that is not there.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, case when staged.target_id is null then 'withdrawn' else 'target_id' end as column_name,
    case when staged.target_id is null then 'nothing_to_withdraw' else 'unknown_entry' end as code,
    staged.target_id as value, null as hint
from typed
join staged using (row_number)
where (staged.target_id is not null or typed.is_withdrawn)
and (
    (staged.target_id is not null and typed.given_id is null)
    or not exists (
        from target
        where target.authority = :authority and target.superseded_by is null and target.target_id = typed.target_id
    )
)
