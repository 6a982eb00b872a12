-- One row: how many workers of the file have neither an observation nor a place in a team yet, where there are any.
-- param authority varchar the council
-- returns row_number bigint, code varchar, hint varchar
select
    min(row_number) as row_number, 'unknown_workers' as code,
    cast(count(distinct worker_id) as varchar) || ' of ' || cast(any_value(workers) as varchar) as hint
from typed
cross join (select count(distinct worker_id) as workers from typed)
where worker_id is not null
and worker_id not in (select worker_id from observation where authority = :authority and superseded_by is null)
and worker_id not in (select worker_id from team_membership where authority = :authority and superseded_by is null)
having count(*) > 0
