-- Adds an authority.
-- param authority varchar the council
-- param is_synthetic boolean whether its rows are made up
-- param framework_key varchar the framework that it grades with
-- param created_at timestamp now, UTC
insert into authority values (:authority, null, :is_synthetic, :framework_key, :created_at)
