-- One row is one workshop that was not deleted, the one that was changed last first.
-- returns workshop_id varchar, version_no integer, title varchar, steps integer, saved_by varchar, saved_at timestamp
with newest as (
    select * from workshop_version
    qualify row_number() over (partition by workshop_id order by version_no desc) = 1
)
select workshop_id, version_no, title, steps, saved_by, saved_at
from newest
where not is_deleted
order by saved_at desc, title
