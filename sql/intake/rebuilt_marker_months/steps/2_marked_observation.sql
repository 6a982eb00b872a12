-- One row will be one observation and one of its case markers, in the months whose figures change.
-- param authority varchar the council
create temp table marked_observation as
select
    marked.marker, seen.observation_key, seen.month, seen.service_area, seen.team,
    coalesce(seen.setting, 'not recorded') as setting, seen.worker_id
from observation as seen
join observation_marker as marked on marked.observation_key = seen.observation_key and marked.superseded_by is null
where seen.authority = :authority and seen.superseded_by is null
and seen.month in (select month from affected_month where not is_fresh)
