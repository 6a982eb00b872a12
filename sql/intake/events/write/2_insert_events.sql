-- Adds one version of each event; the last version of one that is withdrawn is replaced by its own import.
-- param authority varchar the council
-- param batch_id varchar this import
insert into event
select
    :authority, typed.event_id, typed.starts_on, typed.ends_on, typed.title, typed.category, typed.service_area,
    typed.team, typed.owner, typed.note, :batch_id, case when typed.is_withdrawn then :batch_id end
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
