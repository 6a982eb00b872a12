-- One row will be one figure with what it does: new, replaced or unchanged.
-- A population that the store has for the month stays where none is given now.
-- param authority varchar the council
create temp table decided as
with figure as (
    select
        typed.* replace (coalesce(typed.population_0_17, stored.population_0_17) as population_0_17),
        stored.month is not null as is_stored,
        stored.looked_after as stored_looked_after, stored.started as stored_started, stored.ceased as stored_ceased,
        stored.population_0_17 as stored_population
    from typed
    left join looked_after_month as stored
        on stored.authority = :authority and stored.month = typed.month and stored.superseded_by is null
        and stored.breakdown = typed.breakdown and stored.category = typed.category
)
select
    row_number, population_0_17,
    case when not is_stored then 'new'
    when stored_looked_after = looked_after and stored_started is not distinct from started
        and stored_ceased is not distinct from ceased and stored_population is not distinct from population_0_17
    then 'unchanged' else 'replaced' end as status
from figure
