-- Adds marker_observation_month rows of teams.
-- param authority varchar the council
insert into marker_observation_month
with double_graded as (
    select observation_key
    from marked_grade
    group by observation_key
    having min(grader_id) <> max(grader_id)
)
select
    :authority, seen.month, seen.service_area, seen.team, false, seen.setting, seen.marker, count(*),
    count(double_graded.observation_key)
from marked_observation as seen
left join double_graded using (observation_key)
group by all
