-- Adds marker_worker_month rows of groups: of teams from their own months, of workers from their observations.
-- param authority varchar the council
insert into marker_worker_month
select
    :authority, counted.month, counted.service_area, group_team.team_group, true, counted.setting, counted.marker,
    counted.worker_id, bit_or(counted.elements)
from marker_worker_month as counted
join group_team on group_team.team = counted.team and group_team.month = counted.month
where counted.authority = :authority and not counted.is_group
group by all
union all
select
    :authority, seen.month, seen.service_area, seen.team_group, true, seen.setting, seen.marker, seen.worker_id,
    bit_or(cast(1 as bigint) << element_bit.bit)
from group_marker as seen
join group_part using (observation_key)
join element_bit on element_bit.element = group_part.element and element_bit.authority = :authority
group by all
