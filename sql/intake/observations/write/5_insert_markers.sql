-- Adds the case markers of each observation of the file, unless nothing about it is new.
-- param authority varchar the council
-- param batch_id varchar this import
insert into observation_marker
select observation_key, :authority, unnest(string_split(markers, '; ')), :batch_id, null
from incoming
anti join idle using (observation_key)
where markers <> ''
