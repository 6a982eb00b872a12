-- One row is one worker in one team and one dimension or composite, where all of its elements were graded at once.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param element varchar key of the dimension or composite
-- param parts varchar[] keys of its elements
-- param threshold double the grade from which practice is called skilled
-- shows practice by scope over period
-- returns element varchar, service_area varchar, team varchar, worker_id varchar, observations bigint, grade_sum double, grade_square_sum double, at_threshold bigint
with seen as (
    select observation_key, service_area, team, worker_id
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
graded as (
    select observation_key, round(avg(coalesce(mean_grade, grade)), 6) as grade
    from grade
    where is_counted and superseded_by is null and list_contains(cast(:parts as varchar[]), element)
      and observation_key in (select observation_key from seen)
    group by observation_key
    having count(*) = len(cast(:parts as varchar[]))
)
select
    cast(:element as varchar) as element, seen.service_area, seen.team, seen.worker_id,
    count(*) as observations,
    sum(graded.grade) as grade_sum,
    sum(graded.grade * graded.grade) as grade_square_sum,
    count(*) filter (graded.grade >= :threshold) as at_threshold
from graded
join seen using (observation_key)
group by all
order by seen.service_area, seen.team, seen.worker_id
