-- One row is one month from the first to the last with a count; months without one too.
-- param authority varchar the council
-- returns month date, looked_after integer, started integer, ceased integer, population_0_17 integer
with counted as (
    select month, looked_after, started, ceased, population_0_17
    from looked_after_month
    where authority = :authority and breakdown = 'all' and superseded_by is null
),
spine as (
    select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month from counted
)
select spine.month, counted.looked_after, counted.started, counted.ceased, counted.population_0_17
from spine
left join counted on counted.month = spine.month
order by spine.month
