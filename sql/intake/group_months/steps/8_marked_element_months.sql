-- Adds marker_element_month rows of groups: of teams from their own months, of workers from their observations.
-- param authority varchar the council
insert into marker_element_month
select
    :authority, counted.month, counted.service_area, group_team.team_group, true, counted.setting, counted.marker,
    counted.element, counted.grade, cast(sum(counted.observations) as bigint)
from marker_element_month as counted
join group_team on group_team.team = counted.team and group_team.month = counted.month
where counted.authority = :authority and not counted.is_group
group by all
union all
select
    :authority, seen.month, seen.service_area, seen.team_group, true, seen.setting, seen.marker, group_part.element,
    group_part.grade, count(*)
from group_marker as seen
join group_part using (observation_key)
group by all
