-- Adds one version of each observation of the file, unless nothing about it is new.
-- param authority varchar the council
-- param framework_version varchar the framework's version
-- param batch_id varchar this import
insert into observation
select
    observation_key, :authority, observation_id, observed_on, month, service_area, team, worker_id, observer_id,
    setting, medium, visit_number, family_ref, :framework_version, :batch_id, null
from incoming
anti join idle using (observation_key)
