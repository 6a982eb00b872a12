-- One row is one group of a council, as team, in a service area where it has observations; without where it has none.
-- param authority varchar the council
-- returns service_area varchar, team varchar
select distinct counted.service_area, member.team_group as team
from team_group_member as member
left join group_observation_month as counted
    on counted.authority = member.authority and counted.team = member.team_group
where member.authority = :authority and member.superseded_by is null
order by team, service_area
