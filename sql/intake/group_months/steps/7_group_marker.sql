-- One row will be one of these observations, in one group, and one of its case markers.
create temp table group_marker as
select seen.*, marked.marker
from group_observation as seen
join observation_marker as marked on marked.observation_key = seen.observation_key and marked.superseded_by is null
