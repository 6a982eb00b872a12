-- Adds one coaching session for each supervision of the file that was followed by coaching. It goes by the supervision's
-- id. Who coached is not known.
-- param authority varchar the council
-- param batch_id varchar this import
insert into coaching_session
select
    :authority, supervision_id, coached_on, 'after supervision', supervisor_id, null, null, supervision_key, :batch_id,
    null
from incoming
semi join busy using (supervision_key)
where coached_on is not null
