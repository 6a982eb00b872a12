-- One row: the newest definition of a framework that the store knows.
-- param framework_key varchar its key
-- returns definition varchar
select definition from framework where framework_key = :framework_key order by added_at desc limit 1
