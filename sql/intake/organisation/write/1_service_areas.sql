-- Adds the service areas that the authority does not have yet.
-- param authority varchar the council
-- param batch_id varchar this import
insert into service_area
select distinct :authority, typed.service_area, :batch_id
from typed
where typed.service_area not in (select service_area from service_area where authority = :authority)
