-- Adds the service areas that the authority does not have yet.
-- param authority varchar the council
-- param batch_id varchar the import that brings them
insert into service_area
select distinct :authority, new_place.service_area, :batch_id
from new_place
where new_place.service_area not in (select service_area from service_area where authority = :authority)
