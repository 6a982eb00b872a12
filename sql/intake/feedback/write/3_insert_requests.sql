-- Adds one version of each request of the file, unless nothing about it is new.
-- param authority varchar the council
-- param batch_id varchar this import
insert into feedback_request
select
    incoming.feedback_key, :authority, incoming.feedback_id, incoming.asked_on, incoming.month, incoming.service_area,
    incoming.team, incoming.worker_id, incoming.respondent, incoming.mode, incoming.outcome, incoming.form_key,
    incoming.form_version, incoming.time_point, incoming.observation_key, incoming.family_ref, :batch_id, null
from incoming
join decided using (row_number)
where decided.status <> 'unchanged'
