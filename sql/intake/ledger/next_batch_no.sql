-- One row: the number that the next import gets.
-- returns batch_no integer
select cast(coalesce(max(batch_no), 0) + 1 as integer) as batch_no from import_batch
