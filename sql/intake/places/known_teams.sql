-- One row is one team of an authority.
-- param authority varchar the council
-- returns service_area varchar, team varchar
select distinct service_area, team
from team
where authority = :authority and superseded_by is null
order by service_area, team
