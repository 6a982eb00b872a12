-- One row will be one current grade of these observations, or the mean that stands in its stead.
create temp table group_grade as
select observation_key, grader_id, element, coalesce(mean_grade, grade) as grade, is_counted
from grade
semi join group_observation using (observation_key)
where superseded_by is null
