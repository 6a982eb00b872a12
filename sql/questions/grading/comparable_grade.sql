-- One row is what one grader gave one of the newest observations: the grade of one element, or the mean of all that this
-- grader graded. Agreed grades are left out.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param elements varchar[] keys of elements
-- param at_most integer how many observations
-- shows practice by scope over period
-- returns worker_id varchar, grader_id varchar, grade double
with newest as (
    select observation_key, worker_id
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
    order by observed_on desc, observation_key
    limit :at_most
)
select newest.worker_id, grade.grader_id, avg(grade.grade) as grade
from grade
join newest using (observation_key)
where grade.superseded_by is null and not grade.is_agreed
and list_contains(cast(:elements as varchar[]), grade.element)
group by newest.observation_key, newest.worker_id, grade.grader_id
order by newest.observation_key, grade.grader_id
