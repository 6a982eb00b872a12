-- One row is one team that a worker belongs to on a day; without such, the team of the last observation of the worker.
-- param authority varchar the council
-- param worker_id varchar the worker
-- param day date the day
-- returns service_area varchar, team varchar
with member as (
    select distinct service_area, team
    from team_membership
    where authority = :authority and worker_id = :worker_id and superseded_by is null
    and :day between valid_from and coalesce(valid_to, date '9999-12-31')
),
observed as (
    select service_area, team
    from observation
    where authority = :authority and worker_id = :worker_id and superseded_by is null
    order by observed_on desc, batch_id desc
    limit 1
)
select service_area, team from member
union all
select service_area, team from observed where not exists (from member)
order by service_area, team
