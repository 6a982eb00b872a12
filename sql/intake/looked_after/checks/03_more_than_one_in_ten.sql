-- One row is one month with more looked after children than can be right for the population.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    row_number, 'looked_after' as column_name, 'more_than_population' as code,
    cast(looked_after as varchar) as value, null as hint
from typed
where looked_after > 0.1 * population_0_17
