-- One row is one measure, or word in the column withdrawn, as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'measure' as column_name, measure as given from staged where measure is not null
union all
select distinct 'withdrawn', withdrawn from staged where withdrawn is not null
