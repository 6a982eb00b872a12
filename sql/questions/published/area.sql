-- One row is one country, region or council with published figures.
-- returns area_code varchar, area varchar, area_level varchar
select area_code, any_value(area) as area, any_value(area_level) as area_level
from published_figure
where superseded_by is null
group by area_code
order by area
