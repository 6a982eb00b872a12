-- One row is one grader's own grade of one element, in an observation that two or more people graded. observation
-- is its key; in_all says how many there are. Where there are more than at_most, those with the lowest keys are taken,
-- which are made by md5 and so are as good as drawn by lot. Agreed grades are left out.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param at_most integer how many observations
-- shows practice by scope over period
-- returns observation varchar, month date, grader_id varchar, element varchar, grade double, in_all bigint
with candidate as (
    select distinct observation_key
    from grade
    where grader_order > 1 and not is_agreed and superseded_by is null
),
seen as (
    select observation_key, month
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and observation_key in (select observation_key from candidate)
),
double_graded as (
    select seen.observation_key, any_value(seen.month) as month
    from grade
    join seen using (observation_key)
    where grade.superseded_by is null and not grade.is_agreed
    group by seen.observation_key
    having min(grade.grader_id) <> max(grade.grader_id)
),
drawn as (
    select observation_key, month from double_graded order by observation_key limit :at_most
)
select
    cast(drawn.observation_key as varchar) as observation, drawn.month, grade.grader_id, grade.element, grade.grade,
    counted.in_all
from grade
join drawn using (observation_key)
cross join (select count(*) as in_all from double_graded) as counted
where grade.superseded_by is null and not grade.is_agreed
order by drawn.observation_key, grade.grader_id, grade.element
