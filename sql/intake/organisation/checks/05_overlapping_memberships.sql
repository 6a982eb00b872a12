-- One row is one worker's row that overlaps another of the same worker, in the file or in the store.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with membership as (
    select row_number, worker_id, service_area, team, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to
    from typed
    where worker_id is not null and valid_from is not null and team is not null
    union all
    select null, worker_id, service_area, team, valid_from, coalesce(valid_to, date '9999-12-31')
    from team_membership as stored
    where authority = :authority and superseded_by is null
    and worker_id in (select worker_id from typed where worker_id is not null)
    and not exists (
        from typed
        where typed.worker_id = stored.worker_id and typed.service_area = stored.service_area
        and typed.team = stored.team and typed.valid_from = stored.valid_from
    )
)
select
    one.row_number, 'from' as column_name, 'overlapping_memberships' as code, null as value,
    case when min(other.row_number) is null then 'the store has it'
    else 'row ' || cast(min(other.row_number) as varchar) end as hint
from membership as one
join membership as other
    on other.worker_id = one.worker_id and other.row_number is distinct from one.row_number
    and other.valid_from <= one.valid_to and one.valid_from <= other.valid_to
where one.row_number is not null
and not (
    other.row_number is not null and other.service_area = one.service_area and other.team = one.team
    and other.valid_from = one.valid_from
)
group by one.row_number
