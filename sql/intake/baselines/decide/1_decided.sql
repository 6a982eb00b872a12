-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when baseline.baseline_id is null then 'new'
    when not typed.is_withdrawn and baseline.measure = typed.measure and baseline.kind = typed.kind
        and baseline.service_area is not distinct from typed.service_area
        and baseline.team is not distinct from typed.team and baseline.first_month = typed.first_month
        and baseline.last_month is not distinct from typed.last_month and baseline.reason = typed.reason
    then 'unchanged' else 'replaced' end as status
from typed
left join baseline
    on baseline.authority = :authority and baseline.superseded_by is null and baseline.baseline_id = typed.baseline_id
