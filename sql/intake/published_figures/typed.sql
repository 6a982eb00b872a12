-- One row will be one published figure.
create temp table typed as
select
    row_number, area_code, area, lower(area_level) as area_level, region_code,
    try_cast(case when as_number(year) between 1990 and 2200 then as_number(year) end as smallint) as year,
    lower(measure) as measure, as_number(value) as value, lower(symbol) as symbol, release, source
from staged
