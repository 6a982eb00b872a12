-- One row is one row of the file that puts a worker in another team than an earlier row does for the same day.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with divided as (
    select
        worker_id, observed_on, cast(min(row_number) as varchar) as hint,
        arg_min(service_area, row_number) as service_area, arg_min(team, row_number) as team
    from typed
    where worker_id is not null and observed_on is not null
    group by worker_id, observed_on
    having min(team) <> max(team) or min(service_area) <> max(service_area)
)
select typed.row_number, 'team' as column_name, 'two_teams_on_one_day' as code, typed.team as value, divided.hint
from typed
join divided using (worker_id, observed_on)
where (typed.service_area <> divided.service_area or typed.team <> divided.team)
and not exists (
    from typed as earlier
    where earlier.observation_key = typed.observation_key and cast(earlier.row_number as varchar) = divided.hint
)
