-- Adds the region of each council that the file names one for.
-- param batch_id varchar this import
insert into area_region
select distinct area_code, region_code, :batch_id
from typed
where area_level = 'authority' and region_code is not null
