-- One row is one respondent, outcome, form, mode or time point as the file writes it.
-- returns column_name varchar, given varchar
select distinct column_name, given
from (
    unpivot (select respondent, outcome, form, mode, time_point from staged)
    on respondent, outcome, form, mode, time_point into name column_name value given
)
