-- One row is one element as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'element' as column_name, element as given from staged where element is not null
