-- Adds one version of each supervision of the file, unless nothing about it is new.
-- param authority varchar the council
-- param batch_id varchar this import
insert into supervision
select
    supervision_key, :authority, supervision_id, supervised_on, month, service_area, team, supervisor_id,
    supervisee_ids, observer_id, format, method, rubric_key, rubric_version, family_ref, :batch_id, null
from incoming
semi join busy using (supervision_key)
