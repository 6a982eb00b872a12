-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when step.next_step_id is null then 'new'
    when not typed.is_withdrawn and step.agreed_on = typed.agreed_on and step.what = typed.what
        and step.service_area is not distinct from typed.service_area and step.team is not distinct from typed.team
        and step.worker_id is not distinct from typed.worker_id and step.owner is not distinct from typed.owner
        and step.due_on is not distinct from typed.due_on and step.done_on is not distinct from typed.done_on
    then 'unchanged' else 'replaced' end as status
from typed
left join next_step as step
    on step.authority = :authority and step.superseded_by is null and step.next_step_id = typed.next_step_id
