-- One row is one version of one workshop, the newest first.
-- param workshop_id varchar which workshop
-- returns version_no integer, definition varchar, is_deleted boolean, saved_by varchar, saved_at timestamp
select version_no, definition, is_deleted, saved_by, saved_at
from workshop_version
where workshop_id = :workshop_id
order by version_no desc
