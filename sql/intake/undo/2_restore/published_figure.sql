-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update published_figure set superseded_by = gone.superseded_by
from (
    select distinct area_code, year, measure, release, superseded_by
    from published_figure
    where batch_id = :batch_id
) as gone
where published_figure.superseded_by = :batch_id
and published_figure.area_code = gone.area_code
and published_figure.year = gone.year
and published_figure.measure = gone.measure
and published_figure.release = gone.release
