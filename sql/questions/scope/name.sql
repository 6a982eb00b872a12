-- One row is one name that a scope may use: an authority, or a service area, team, group, setting or case marker of one authority.
-- param authority varchar the council, null for the only one
-- returns kind varchar, name varchar
with chosen as (
    select authority from authority
    where authority = coalesce(cast(:authority as varchar), (select min(authority) from authority))
)
select 'authority' as kind, authority as name from authority
union all
select distinct 'service_area' as kind, service_area as name from service_area where authority in (from chosen)
union all
select distinct 'team' as kind, team as name from team where superseded_by is null and authority in (from chosen)
union all
select distinct 'group' as kind, team_group as name
from team_group_member
where superseded_by is null and authority in (from chosen)
union all
select distinct 'setting' as kind, setting as name from observation_month where authority in (from chosen)
union all
select distinct 'marker' as kind, marker as name from marker_observation_month where authority in (from chosen)
order by kind, name
