-- One row is one word in the column withdrawn as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'withdrawn' as column_name, withdrawn as given from staged where withdrawn is not null
