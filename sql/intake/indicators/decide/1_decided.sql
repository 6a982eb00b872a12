-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when stored.month is null then 'new'
    when stored.value = typed.value and stored.denominator is not distinct from typed.denominator then 'unchanged'
    else 'replaced' end as status
from typed
left join indicator_month as stored
    on stored.authority = :authority and stored.month = typed.month and stored.indicator = typed.indicator
    and stored.superseded_by is null
