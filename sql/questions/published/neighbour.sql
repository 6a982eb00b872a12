-- One row is one statistical neighbour of a council, by name.
-- param area_code varchar the council's code
-- returns neighbour_code varchar, neighbour varchar, closeness varchar, source varchar
select neighbour_code, neighbour, closeness, source
from statistical_neighbour
where area_code = :area_code and superseded_by is null
order by neighbour
