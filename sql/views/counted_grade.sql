-- One row is one current observation and element, with the one grade that counts.
-- That is the agreed one where there is one, else the observer's own, else the first other grader's; or what the council decided
-- (policy which_grade), which may be the mean of all graders' own.
create or replace view counted_grade as
select
    observation.authority, observation.observation_key, observation.observation_id, observation.observed_on,
    observation.month, observation.service_area, observation.team, observation.worker_id, observation.setting,
    grade.element, coalesce(grade.mean_grade, grade.grade) as grade
from grade
join observation on observation.observation_key = grade.observation_key
where grade.superseded_by is null and grade.is_counted and observation.superseded_by is null
