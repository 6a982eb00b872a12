-- One row is one counted grade with its month and service area: the frame that pandas is given.
select observation.month, grade.element, observation.service_area, grade.grade
from grade
join observation on observation.observation_key = grade.observation_key
where grade.superseded_by is null and grade.is_counted and observation.superseded_by is null
