-- One row is one team that rows name and that the organisation does not have.
-- returns subject varchar, detail varchar
select distinct 'team' as subject, used.service_area || ', ' || used.team as detail
from (
    select authority, service_area, team from observation where superseded_by is null
    union all select authority, service_area, team from team_membership where superseded_by is null
    union all select authority, service_area, team from supervision where superseded_by is null
    union all select authority, service_area, team from feedback_request where superseded_by is null
) as used
where not exists (
    from team
    where team.authority = used.authority and team.service_area = used.service_area and team.team = used.team
    and team.superseded_by is null
)
union all
select distinct 'service area', team.service_area
from team
where team.superseded_by is null and not exists (
    from service_area
    where service_area.authority = team.authority and service_area.service_area = team.service_area
)
