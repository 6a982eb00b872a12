-- Adds one version of each session of the file, unless nothing about it is new.
-- param authority varchar the council
-- param batch_id varchar this import
insert into coaching_session
select
    :authority, incoming.coaching_id, incoming.coached_on, incoming.kind, incoming.person_id, incoming.coach_id,
    incoming.observation_key, incoming.supervision_key, :batch_id, null
from incoming
join decided using (row_number)
where decided.status <> 'unchanged'
