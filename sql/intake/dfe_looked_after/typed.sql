-- One row will be one figure.
-- A row of the file about children looked after on 31 March holds three: their number, the rate and the population;
-- rows about starting and ceasing hold the number alone.
create temp table typed as
with area as (
    select
        row_number,
        case lower(geographic_level) when 'national' then country_code when 'regional' then region_code
            when 'local authority' then new_la_code end as area_code,
        case lower(geographic_level) when 'national' then country_name when 'regional' then region_name
            when 'local authority' then la_name end as area,
        case lower(geographic_level) when 'national' then 'country' when 'regional' then 'region'
            when 'local authority' then 'authority' end as area_level,
        if(lower(geographic_level) = 'local authority', region_code, null) as region_code,
        try_cast(as_number(time_period) as smallint) as year,
        case when lower(population_type) like '%looked after%31 march%' then 'looked_after'
            when lower(population_type) like '%starting to be looked after%' then 'started'
            when lower(population_type) like '%ceasing to be looked after%' then 'ceased' end as measure,
        children_count, rate_per_10000, population_estimate,
        cast(max(try_cast(as_number(time_period) as smallint)) over () as varchar) as release
    from staged
),
figure as (
    select * exclude (children_count, rate_per_10000, population_estimate), children_count as cell from area
    union all
    select * exclude (children_count, rate_per_10000, population_estimate) replace ('rate_per_10000' as measure),
        rate_per_10000
    from area
    where measure = 'looked_after'
    union all
    select * exclude (children_count, rate_per_10000, population_estimate) replace ('population_0_17' as measure),
        population_estimate
    from area
    where measure = 'looked_after'
)
select
    row_number, area_code, area, area_level, region_code, year, measure, as_number(cell) as value,
    case when lower(cell) in ('c', 'z', 'x', 'k', 'u') then lower(cell) end as symbol,
    release,
    'Department for Education, children looked after in England, ' || release || ' release' as source
from figure
where cell is not null
