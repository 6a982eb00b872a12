-- One row is one temporary table or view of this connection; views first, since they may read the tables.
-- returns kind varchar, name varchar
select 'view' as kind, view_name as name from duckdb_views() where temporary and not internal
union all
select 'table' as kind, table_name as name from duckdb_tables() where temporary
