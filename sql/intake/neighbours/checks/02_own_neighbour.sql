-- One row is one row of the file that names a council as its own neighbour.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'neighbour_code' as column_name, 'own_neighbour' as code, neighbour_code as value, null as hint
from typed
where area_code = neighbour_code
