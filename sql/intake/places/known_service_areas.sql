-- One row is one service area of an authority.
-- param authority varchar the council
-- returns service_area varchar
select distinct service_area from service_area where authority = :authority order by service_area
