-- Adds one version of each figure.
-- param batch_id varchar this import
insert into published_figure
select
    typed.area_code, typed.area, typed.area_level, typed.year, typed.measure, typed.value, typed.symbol, typed.release,
    typed.source, :batch_id, null
from typed
join decided using (row_number, measure)
where decided.status <> 'unchanged'
