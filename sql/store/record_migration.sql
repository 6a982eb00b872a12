-- Records one applied schema file.
-- param number integer its number
-- param name varchar its file name without ending
-- param checksum varchar SHA-256 of its text
-- param applied_at timestamp when, UTC
insert into schema_migration values (:number, :name, :checksum, :applied_at)
