-- One row is one element of one observation whose graders lie two points or more apart, or for which a grade was agreed,
-- newest first. in_all: how many there are.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param is_settled boolean whether those with an agreed grade are asked for, or those without
-- param apart double how many points apart at least
-- param at_most integer how many rows
-- returns observation_id varchar, observed_on date, service_area varchar, team varchar, element varchar, graders bigint, lowest double, highest double, agreed_grade double, reason varchar, agreed_on date, in_all bigint
with candidate as (
    select distinct observation_key
    from grade
    where superseded_by is null and if(:is_settled, is_agreed, grader_order > 1)
),
seen as (
    select observation_key, observation_id, observed_on, service_area, team
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and observation_key in (select observation_key from candidate)
),
graded as (
    select
        grade.observation_key, grade.element,
        count(*) filter (not grade.is_agreed) as graders,
        min(grade.grade) filter (not grade.is_agreed) as lowest,
        max(grade.grade) filter (not grade.is_agreed) as highest,
        max(grade.grade) filter (grade.is_agreed) as agreed_grade,
        max(grade.reason) filter (grade.is_agreed) as reason,
        max(grade.agreed_on) filter (grade.is_agreed) as agreed_on
    from grade
    where grade.superseded_by is null and grade.observation_key in (select observation_key from seen)
    group by grade.observation_key, grade.element
),
asked as (
    select
        seen.observation_id, seen.observed_on, seen.service_area, seen.team, graded.element, graded.graders,
        graded.lowest, graded.highest, graded.agreed_grade, graded.reason, graded.agreed_on
    from graded
    join seen using (observation_key)
    where (graded.agreed_grade is not null) = :is_settled
    and (graded.agreed_grade is not null or graded.highest - graded.lowest >= :apart - 1e-9)
)
select asked.*, counted.in_all
from asked
cross join (select count(*) as in_all from asked) as counted
order by asked.observed_on desc, asked.observation_id, asked.element
limit :at_most
