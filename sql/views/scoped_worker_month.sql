-- One row is one month, one team or group, one setting and one worker, of all work (marker is null) or of the work with
-- one case marker. Read it with is_team_within and has_marker: the rows of groups and of markers are observations that
-- stand in the other rows already.
create or replace view scoped_worker_month as
select
    authority, month, service_area, team, setting, worker_id, elements, false as is_group,
    cast(null as varchar) as marker
from worker_month
union all
select authority, month, service_area, team, setting, worker_id, elements, true, null
from group_worker_month
union all
select authority, month, service_area, team, setting, worker_id, elements, is_group, marker
from marker_worker_month
