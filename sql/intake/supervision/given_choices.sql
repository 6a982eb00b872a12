-- One row is one method, rubric or format as the file writes it.
-- returns column_name varchar, given varchar
select distinct column_name, given
from (
    unpivot (select method, rubric, format from staged) on method, rubric, format into name column_name value given
)
