-- Adds marker_observation_month rows of groups: of teams from their own months, of workers from their observations.
-- param authority varchar the council
insert into marker_observation_month
with double_graded as (
    select observation_key
    from group_grade
    group by observation_key
    having min(grader_id) <> max(grader_id)
)
select
    :authority, counted.month, counted.service_area, group_team.team_group, true, counted.setting, counted.marker,
    cast(sum(counted.observations) as bigint), cast(sum(counted.double_graded) as bigint)
from marker_observation_month as counted
join group_team on group_team.team = counted.team and group_team.month = counted.month
where counted.authority = :authority and not counted.is_group
group by all
union all
select
    :authority, seen.month, seen.service_area, seen.team_group, true, seen.setting, seen.marker, count(*),
    count(double_graded.observation_key)
from group_marker as seen
left join double_graded using (observation_key)
group by all
