-- One row is one row of the file whose time overlaps another of this member in this group, in the file or in the store.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with member as (
    select row_number, team_group, team, worker_id, valid_from, valid_to
    from typed
    where team_group is not null and (team is not null or worker_id is not null)
    union all
    select null, team_group, team, worker_id, valid_from, valid_to
    from team_group_member as stored
    where authority = :authority and superseded_by is null
    and not exists (
        from typed
        where typed.team_group = stored.team_group and typed.team is not distinct from stored.team
        and typed.worker_id is not distinct from stored.worker_id
        and typed.valid_from is not distinct from stored.valid_from
    )
),
spell as (
    select
        row_number, team_group, coalesce('team ' || team, 'worker ' || worker_id) as who, valid_from,
        coalesce(valid_from, date '0001-01-01') as first_day, coalesce(valid_to, date '9999-12-31') as last_day
    from member
)
select
    one.row_number, 'from' as column_name, 'overlapping_members' as code, null as value,
    case when min(other.row_number) is null then 'the store has it'
    else 'row ' || cast(min(other.row_number) as varchar) end as hint
from spell as one
join spell as other
    on other.team_group = one.team_group and other.who = one.who
    and other.row_number is distinct from one.row_number
    and other.first_day <= one.last_day and one.first_day <= other.last_day
where one.row_number is not null
and not (other.row_number is not null and other.valid_from is not distinct from one.valid_from)
group by one.row_number
