-- One row is one authority of the store.
-- returns authority varchar, is_synthetic boolean, framework_key varchar
select authority, is_synthetic, framework_key from authority order by authority
