-- Adds one coaching session for each observation of the file that was followed by coaching. It goes by the observation's id.
-- Who coached is not known.
-- param authority varchar the council
-- param batch_id varchar this import
insert into coaching_session
select
    :authority, observation_id, coached_on, 'after observation', worker_id, null, observation_key, null, :batch_id, null
from incoming
anti join idle using (observation_key)
where coached_on is not null
