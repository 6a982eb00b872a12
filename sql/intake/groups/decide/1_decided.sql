-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when stored.team_group is null then 'new'
    when stored.valid_to is not distinct from typed.valid_to then 'unchanged' else 'replaced' end as status
from typed
left join team_group_member as stored
    on stored.authority = :authority and stored.superseded_by is null and stored.team_group = typed.team_group
    and stored.team is not distinct from typed.team and stored.worker_id is not distinct from typed.worker_id
    and stored.valid_from is not distinct from typed.valid_from
