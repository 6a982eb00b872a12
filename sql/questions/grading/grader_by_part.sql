-- One row is one grader and how many grades that count, or whose mean does, this person gave in the earlier and in the
-- later part.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param earlier_first date first month of the earlier part
-- param earlier_last date its last month
-- param later_first date first month of the later part
-- param later_last date its last month
-- shows practice by scope over period
-- returns grader_id varchar, earlier bigint, later bigint
with seen as (
    select observation_key, month
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and (month between :earlier_first and :earlier_last or month between :later_first and :later_last)
),
averaged as (
    select observation_key, element from grade where mean_grade is not null and superseded_by is null
)
select
    grade.grader_id,
    count(*) filter (seen.month between :earlier_first and :earlier_last) as earlier,
    count(*) filter (seen.month between :later_first and :later_last) as later
from grade
join seen using (observation_key)
where not grade.is_agreed and grade.superseded_by is null
and (grade.is_counted or (grade.observation_key, grade.element) in (from averaged))
group by grade.grader_id
order by grade.grader_id
