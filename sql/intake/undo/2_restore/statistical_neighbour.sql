-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update statistical_neighbour set superseded_by = gone.superseded_by
from (select distinct area_code, superseded_by from statistical_neighbour where batch_id = :batch_id) as gone
where statistical_neighbour.superseded_by = :batch_id
and statistical_neighbour.area_code = gone.area_code
