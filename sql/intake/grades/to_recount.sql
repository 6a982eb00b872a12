-- One row: how many observations have to be recounted.
-- returns observations bigint
select count(*) as observations from recount
