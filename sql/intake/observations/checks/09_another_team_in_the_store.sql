-- One row is one row of the file that puts a worker in another team than the store does for the same day.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select typed.row_number, 'team' as column_name, 'other_team_in_store' as code, typed.team as value, null as hint
from typed
where exists (
    from observation
    where observation.authority = :authority and observation.superseded_by is null
    and observation.worker_id = typed.worker_id and observation.observed_on = typed.observed_on
    and (observation.service_area <> typed.service_area or observation.team <> typed.team)
    and observation.observation_key not in (select observation_key from typed where observation_key is not null)
)
