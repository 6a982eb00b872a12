-- One row will be one observation that has more than one row in the file.
create or replace temp table shared as
select observation_key
from typed
where observation_key is not null
group by observation_key
having count(*) > 1
