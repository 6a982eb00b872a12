-- One row is one thing to decide, or one choice, as the file writes it.
-- returns column_name varchar, given varchar
select distinct 'policy' as column_name, policy as given from staged where policy is not null
union all
select distinct 'value', value from staged where value is not null
