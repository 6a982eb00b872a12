-- One row is one council in this store.
-- returns authority varchar, is_synthetic boolean, area_code varchar
select authority, is_synthetic, area_code from authority order by authority
