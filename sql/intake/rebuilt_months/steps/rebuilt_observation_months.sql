-- Adds observation_month rows for months that are not fresh, from all current observations.
-- param authority varchar the council
insert into observation_month
with current_observation as (
    select observation_key, month, service_area, team, coalesce(setting, 'not recorded') as setting
    from observation
    where authority = :authority and superseded_by is null
    and month in (select month from affected_month where not is_fresh)
),
double_graded as (
    select grade.observation_key
    from grade
    semi join current_observation using (observation_key)
    where grade.superseded_by is null
    group by grade.observation_key
    having min(grade.grader_id) <> max(grade.grader_id)
)
select
    :authority, month, service_area, team, setting, count(*), count(double_graded.observation_key)
from current_observation
left join double_graded using (observation_key)
group by all
