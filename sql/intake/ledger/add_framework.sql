-- Keeps a framework's definition, unless it is there already.
-- param framework_key varchar its key
-- param version varchar its version
-- param name varchar its name
-- param definition varchar its TOML text
-- param sha256 varchar of that text
-- param added_at timestamp now, UTC
insert into framework
select :framework_key, :version, :name, :definition, :sha256, :added_at
where not exists (from framework where framework_key = :framework_key and sha256 = :sha256)
