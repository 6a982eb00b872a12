-- Adds one version of each event.
-- param authority varchar the council
-- param batch_id varchar this import
insert into event
select
    :authority, typed.event_id, typed.starts_on, null, typed.title, typed.category, typed.service_area, typed.team,
    null, typed.note, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
