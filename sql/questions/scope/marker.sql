-- One row is one case marker that a council's observations have.
-- param authority varchar the council
-- returns marker varchar
select distinct marker from marker_observation_month where authority = :authority order by marker
