-- One row is one cell of the published file that cannot be read.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'time_period' as column_name, 'year_out_of_range' as code, time_period as value, null as hint
from staged
where time_period is not null
and not coalesce(
    as_number(time_period) between 1990 and year(:today) + 1 and as_number(time_period) = floor(as_number(time_period)),
    false
)
union all
select row_number, 'geographic_level', 'unknown_area_level', geographic_level, null
from staged
where geographic_level is not null and lower(geographic_level) not in ('national', 'regional', 'local authority')
union all
select row_number, 'population_type', 'unknown_measure', population_type, null
from staged
where population_type is not null
and not lower(population_type) similar to
    '.*looked after.*31 march.*|.*starting to be looked after.*|.*ceasing to be looked after.*'
union all
select row_number, column_name, 'not_a_figure', cell, null
from (
    unpivot (select row_number, children_count, rate_per_10000, population_estimate from staged)
    on children_count, rate_per_10000, population_estimate into name column_name value cell
)
where as_number(cell) is null and lower(cell) not in ('c', 'z', 'x', 'k', 'u')
