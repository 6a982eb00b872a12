-- One row is one country, region or council with published figures, with the code of a council's region.
-- returns area_code varchar, area varchar, area_level varchar, region_code varchar
with region as (
    select area_code, max_by(region_code, batch_no) as region_code
    from area_region
    join import_batch using (batch_id)
    group by area_code
)
select
    published_figure.area_code, max_by(area, release) as area, max_by(area_level, release) as area_level,
    any_value(region.region_code) as region_code
from published_figure
left join region on region.area_code = published_figure.area_code
where superseded_by is null
group by published_figure.area_code
order by area
