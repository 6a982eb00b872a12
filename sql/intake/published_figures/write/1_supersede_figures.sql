-- Marks the figures that the same release now gives another value.
-- param batch_id varchar this import
update published_figure set superseded_by = :batch_id
from typed
join decided using (row_number, measure)
where decided.status = 'replaced' and published_figure.superseded_by is null
and published_figure.area_code = typed.area_code and published_figure.year = typed.year
and published_figure.measure = typed.measure and published_figure.release = typed.release
