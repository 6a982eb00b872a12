-- One row is one row of the file whose area lacks a code or a name.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select distinct row_number, 'geographic_level' as column_name, 'area_without_code' as code, null as value, null as hint
from typed
where area_level is not null and (area_code is null or area is null)
