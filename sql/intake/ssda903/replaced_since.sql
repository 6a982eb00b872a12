-- One row: how many figures of an import have been replaced by later ones.
-- param batch_no integer the import's number
-- returns replaced bigint
select count(*) as replaced
from looked_after_month
join import_batch using (batch_id)
where batch_no = :batch_no and superseded_by is not null
