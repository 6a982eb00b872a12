-- One row is one schema file that was applied to this store.
-- returns number integer, checksum varchar
select number, checksum from schema_migration order by number
