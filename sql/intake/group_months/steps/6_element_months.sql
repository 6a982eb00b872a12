-- Adds group_element_month rows: of teams from their own months, of workers from their observations.
-- param authority varchar the council
insert into group_element_month
select
    :authority, counted.month, counted.service_area, group_team.team_group, counted.setting, counted.element,
    counted.grade, cast(sum(counted.observations) as bigint)
from element_month as counted
join group_team on group_team.team = counted.team and group_team.month = counted.month
where counted.authority = :authority
group by all
union all
select
    :authority, seen.month, seen.service_area, seen.team_group, seen.setting, group_part.element, group_part.grade,
    count(*)
from group_observation as seen
join group_part using (observation_key)
group by all
