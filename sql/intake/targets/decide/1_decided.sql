-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when target.target_id is null then 'new'
    when not typed.is_withdrawn and target.measure = typed.measure
        and target.service_area is not distinct from typed.service_area
        and target.team is not distinct from typed.team and target.first_month = typed.first_month
        and target.last_month is not distinct from typed.last_month and target.first_value = typed.first_value
        and target.last_value is not distinct from typed.last_value and target.note is not distinct from typed.note
    then 'unchanged' else 'replaced' end as status
from typed
left join target
    on target.authority = :authority and target.superseded_by is null and target.target_id = typed.target_id
