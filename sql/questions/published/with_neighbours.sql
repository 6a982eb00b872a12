-- One row is one council that has a list of statistical neighbours.
-- returns area_code varchar
select distinct area_code from statistical_neighbour where superseded_by is null order by area_code
