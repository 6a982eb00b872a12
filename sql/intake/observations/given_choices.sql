-- One row is one setting, medium or list of case markers as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'setting' as column_name, setting as given from staged where setting is not null
union all
select distinct 'medium', medium from staged where medium is not null
union all
select distinct 'markers', markers from staged where markers is not null
