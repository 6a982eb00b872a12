-- One row is one kind of coaching as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'kind' as column_name, kind as given from staged where kind is not null
