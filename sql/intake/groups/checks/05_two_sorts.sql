-- One row is one row of the file about a team in a group of workers, or the other way round.
-- What sort a group is the store says, or else the group's first row.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with given as (
    select row_number, typed.team_group, if(staged.team is null, 'workers', 'teams') as sort
    from staged
    join typed using (row_number)
    where typed.team_group is not null and (staged.team is null) <> (staged.worker_id is null)
),
stored as (
    select team_group, any_value(if(team is null, 'workers', 'teams')) as sort
    from team_group_member
    where authority = :authority and superseded_by is null
    group by team_group
),
settled as (
    select given.team_group, coalesce(any_value(stored.sort), arg_min(given.sort, given.row_number)) as sort
    from given
    left join stored using (team_group)
    group by given.team_group
)
select
    given.row_number, if(given.sort = 'teams', 'team', 'worker_id') as column_name, 'group_of_another_sort' as code,
    null as value, settled.sort as hint
from given
join settled using (team_group)
where given.sort <> settled.sort
