-- One row: whether this store notes which files its views were made from.
-- returns is_noted boolean
select count(*) > 0 as is_noted from duckdb_functions() where function_name = 'views_stamp'
