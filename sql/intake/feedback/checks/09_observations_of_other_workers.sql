-- One row is one row of the file that names an observation of another worker than its own.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, 'observation_id' as column_name, 'observation_of_another_worker' as code, null as value,
    null as hint
from typed
join observation
    on observation.authority = :authority and observation.superseded_by is null
    and observation.observation_key = typed.observation_key
where observation.worker_id <> typed.worker_id
