-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when policy.policy is null then 'new'
    when policy.value = typed.value and policy.reason = typed.reason then 'unchanged' else 'replaced' end as status
from typed
left join policy
    on policy.authority = :authority and policy.superseded_by is null and policy.policy = typed.policy
