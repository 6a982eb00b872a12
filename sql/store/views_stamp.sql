-- One row: a checksum of the files that this store's views were made from.
-- returns stamp varchar
select views_stamp() as stamp
