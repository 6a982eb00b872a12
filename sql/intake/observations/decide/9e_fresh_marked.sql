-- One row will be one observation of a fresh month and one of its case markers.
create temp table fresh_marked as
select cell_no, unnest(string_split(markers, '; ')) as marker, worker_id, graders, grades, graded
from fresh_observation
where markers <> ''
