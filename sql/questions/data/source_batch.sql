-- One row is one import, not undone, that may stand behind an answer.
-- param authority varchar the council, null for published figures only
-- param kinds varchar[] kinds of file
-- returns batch_id varchar, imported_at timestamp, is_synthetic boolean
select batch_id, imported_at, is_synthetic
from import_batch
where (authority = :authority or authority is null) and undone_at is null
  and list_contains(cast(:kinds as varchar[]), kind)
order by batch_no
