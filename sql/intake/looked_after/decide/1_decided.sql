-- One row will be one row of the file with what it does: new, replaced or unchanged.
-- param authority varchar the council
create temp table decided as
select
    typed.row_number,
    case when stored.month is null then 'new'
    when stored.looked_after = typed.looked_after and stored.started is not distinct from typed.started
        and stored.ceased is not distinct from typed.ceased
        and stored.population_0_17 is not distinct from typed.population_0_17
    then 'unchanged' else 'replaced' end as status
from typed
left join looked_after_month as stored
    on stored.authority = :authority and stored.month = typed.month and stored.superseded_by is null
    and stored.breakdown = 'all' and stored.category = 'all'
