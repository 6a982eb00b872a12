-- One row is one measure, sort of baseline, or word in the column withdrawn, as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'measure' as column_name, measure as given from staged where measure is not null
union all
select distinct 'kind', kind from staged where kind is not null
union all
select distinct 'withdrawn', withdrawn from staged where withdrawn is not null
