-- One row will be one row of the file: a member, a team or a worker, of a group for a time.
-- A group or team that the store has is called as it is there, another group as it is first written.
-- param authority varchar the council
create temp table typed as
with known_group as (
    select plain_name(team_group) as plain, min(team_group) as team_group
    from team_group_member
    where authority = :authority and superseded_by is null
    group by all
),
known_team as (
    select plain_name(team) as plain, min(team) as team
    from team
    where authority = :authority and superseded_by is null
    group by all
)
select
    staged.row_number,
    coalesce(
        known_group.team_group,
        first_value(staged."group") over (partition by plain_name(staged."group") order by staged.row_number)
    ) as team_group,
    known_team.team, staged.worker_id, as_date(staged."from") as valid_from, as_date(staged."to") as valid_to
from staged
left join known_group on known_group.plain = plain_name(staged."group")
left join known_team on known_team.plain = plain_name(staged.team)
