-- One row will be one observation whose grades that count have to be looked for again after writing.
create temp table recount as
select distinct observation_key from decided where status <> 'unchanged'
