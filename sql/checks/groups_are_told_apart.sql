-- One row is one group that is called as a team is, has members of both sorts, or has a member that is no known team.
-- returns subject varchar, detail varchar
select 'group' as subject, team_group || ': a team is called so' as detail
from team_group_member as member
where superseded_by is null and exists (
    from team
    where team.authority = member.authority and team.superseded_by is null
    and lower(team.team) = lower(member.team_group)
)
group by authority, team_group
union all
select 'group', team_group || ': teams and workers'
from team_group_member
where superseded_by is null
group by authority, team_group
having count(team) > 0 and count(worker_id) > 0
union all
select 'group', team_group || ': neither team nor worker, or both'
from team_group_member
where superseded_by is null and (team is null) = (worker_id is null)
group by authority, team_group
union all
select 'group', team_group || ': a team that is not known'
from team_group_member as member
where superseded_by is null and team is not null and not exists (
    from team
    where team.authority = member.authority and team.team = member.team and team.superseded_by is null
)
group by authority, team_group
