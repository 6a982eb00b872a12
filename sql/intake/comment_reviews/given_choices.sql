-- One row is one word in the column safe_to_show as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'safe_to_show' as column_name, safe_to_show as given from staged where safe_to_show is not null
