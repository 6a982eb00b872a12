-- One row is one month, element and service area, counted over the raw grades without any help.
select
    observation.month, grade.element, observation.service_area, avg(grade.grade) as average, count(*) as observations
from grade
join observation on observation.observation_key = grade.observation_key
where grade.superseded_by is null and grade.is_counted and observation.superseded_by is null
group by all
