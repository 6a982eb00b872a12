-- Marks the lists that get a new version.
-- param batch_id varchar this import
update statistical_neighbour set superseded_by = :batch_id
where superseded_by is null and area_code in (select area_code from decided where status = 'replaced')
