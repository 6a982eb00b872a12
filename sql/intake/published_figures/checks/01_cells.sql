-- One row is one cell of a figure that cannot be right.
-- param today date today
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'area_level' as column_name, 'unknown_area_level' as code, area_level as value, null as hint
from staged
where area_level is not null and lower(area_level) not in ('country', 'region', 'authority')
union all
select row_number, 'year', 'year_out_of_range', year, null
from staged
where year is not null
and not coalesce(as_number(year) between 1990 and year(:today) + 1 and as_number(year) = floor(as_number(year)), false)
union all
select row_number, 'value', 'not_a_number', value, null from staged where value is not null and as_number(value) is null
union all
select row_number, 'symbol', 'not_a_figure', symbol, null
from staged
where symbol is not null and lower(symbol) not in ('c', 'z', 'x', 'k', 'u')
union all
select row_number, 'value', 'value_or_symbol', value, null from staged where (value is null) = (symbol is null)
