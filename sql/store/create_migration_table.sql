-- Makes the table whose rows are the schema files that were applied.
create table if not exists schema_migration (
    number integer not null,
    name varchar not null,
    checksum varchar not null,
    applied_at timestamp not null
)
