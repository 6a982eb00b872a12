-- One row is one indicator as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'indicator' as column_name, indicator as given from staged where indicator is not null
