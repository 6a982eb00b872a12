-- One row will be one figure with what it does: new, replaced or unchanged.
create temp table decided as
select
    typed.row_number, typed.measure,
    case when stored.area_code is null then 'new'
    when stored.value is not distinct from typed.value and stored.symbol is not distinct from typed.symbol
        and stored.area = typed.area and stored.area_level = typed.area_level
    then 'unchanged' else 'replaced' end as status
from typed
left join published_figure as stored
    on stored.superseded_by is null and stored.area_code = typed.area_code and stored.year = typed.year
    and stored.measure = typed.measure and stored.release = typed.release
