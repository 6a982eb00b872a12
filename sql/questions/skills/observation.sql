-- One row is one observation, newest first, with the grade that counts for one element.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param element varchar key of an element
-- param at_most integer how many rows
-- returns observation_id varchar, observed_on date, service_area varchar, team varchar, worker_id varchar, observer_id varchar, setting varchar, grade double, graders bigint, in_all bigint
with newest as (
    select observation_key, observation_id, observed_on, service_area, team, worker_id, observer_id, setting
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and observation_key in (
          select observation_key from grade where element = :element and is_counted and superseded_by is null
      )
    order by observed_on desc, observation_id
    limit :at_most
),
counted as (
    select cast(coalesce(sum(observations), 0) as bigint) as in_all
    from scoped_element_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
      and element = :element
)
select
    newest.observation_id, newest.observed_on, newest.service_area, newest.team, newest.worker_id, newest.observer_id,
    newest.setting, max(coalesce(grade.mean_grade, grade.grade)) filter (grade.is_counted) as grade,
    count(*) filter (not grade.is_agreed) as graders, any_value(counted.in_all) as in_all
from newest
join grade on grade.observation_key = newest.observation_key
cross join counted
where grade.element = :element and grade.superseded_by is null
group by newest.observation_id, newest.observed_on, newest.service_area, newest.team, newest.worker_id,
    newest.observer_id, newest.setting
order by newest.observed_on desc, newest.observation_id
