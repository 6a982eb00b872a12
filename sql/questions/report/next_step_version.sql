-- One row is one version of one next step for the part of the service asked about, or for one worker; the newest first.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names of teams or of a group, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param worker_id varchar the worker that it is for, null for those that are for no single worker
-- returns agreed_on date, due_on date, what varchar, service_area varchar, team varchar, worker_id varchar, owner varchar, done_on date, next_step_id varchar, state varchar, set_by varchar, set_at timestamp, batch_no integer, ended_by varchar, ended_at timestamp, ended_batch_no integer
with asked as (
    select service_area, team
    from team
    where authority = :authority and superseded_by is null
      and (
          list_contains(cast(:teams as varchar[]), team)
          or team in (
              select team from team_group_member
              where authority = :authority and superseded_by is null
                and list_contains(cast(:teams as varchar[]), team_group)
          )
      )
)
select
    step.agreed_on, step.due_on, step.what, step.service_area, step.team, step.worker_id, step.owner, step.done_on,
    step.next_step_id,
    case when step.superseded_by is null then 'current'
    when withdrawal.next_step_id is not null then 'withdrawn' else 'replaced' end as state,
    entered.imported_by as set_by, entered.imported_at as set_at, entered.batch_no,
    ended.imported_by as ended_by, ended.imported_at as ended_at, ended.batch_no as ended_batch_no
from next_step as step
join import_batch as entered on entered.batch_id = step.batch_id
left join import_batch as ended on ended.batch_id = step.superseded_by
-- An import that withdraws leaves a version that it has replaced itself; it is not listed, but tells what happened.
left join next_step as withdrawal
    on withdrawal.authority = step.authority and withdrawal.next_step_id = step.next_step_id
    and withdrawal.batch_id = step.superseded_by and withdrawal.superseded_by = withdrawal.batch_id
where step.authority = :authority and step.superseded_by is distinct from step.batch_id
and step.worker_id is not distinct from cast(:worker_id as varchar)
-- A step that is still open belongs to later months too, until it is done.
and (cast(:last_month as date) is null or step.agreed_on < cast(:last_month as date) + interval 1 month)
and (
    cast(:first_month as date) is null or step.agreed_on >= cast(:first_month as date) or step.done_on is null
    or step.done_on >= cast(:first_month as date)
)
and (step.service_area is null or is_within(cast(:service_areas as varchar[]), step.service_area))
-- A group of workers has no teams of its own: what concerns any service area may concern it.
and (step.service_area is null or not exists (from asked) or step.service_area in (select service_area from asked))
and (step.team is null or len(cast(:teams as varchar[])) = 0 or step.team in (select team from asked))
order by step.agreed_on desc, step.what, entered.batch_no desc
