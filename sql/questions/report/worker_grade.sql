-- One row is one element of one observation of a worker, with the grade that counts; the oldest observation first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param worker_id varchar the worker
-- returns number bigint, observed_on date, service_area varchar, element varchar, grade double
with seen as (
    select
        observation_key, observed_on, service_area,
        row_number() over (order by observed_on, observation_id) as number
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and worker_id = :worker_id
)
select seen.number, seen.observed_on, seen.service_area, grade.element, coalesce(grade.mean_grade, grade.grade) as grade
from seen
join grade on grade.observation_key = seen.observation_key and grade.superseded_by is null and grade.is_counted
order by seen.number, grade.element
