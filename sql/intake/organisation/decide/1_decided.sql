-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when team.team is null then 'new'
    when team.valid_from is not distinct from typed.valid_from and team.valid_to is not distinct from typed.valid_to
    then 'unchanged' else 'replaced' end as status
from typed
left join team
    on team.authority = :authority and team.superseded_by is null
    and team.service_area = typed.service_area and team.team = typed.team
where typed.worker_id is null
union all
select
    typed.row_number,
    case when stored.worker_id is null then 'new'
    when stored.role is not distinct from typed.role and stored.valid_to is not distinct from typed.valid_to
    then 'unchanged' else 'replaced' end
from typed
left join team_membership as stored
    on stored.authority = :authority and stored.superseded_by is null and stored.worker_id = typed.worker_id
    and stored.service_area = typed.service_area and stored.team = typed.team and stored.valid_from = typed.valid_from
where typed.worker_id is not null
