-- Adds one version of each target; the last version of one that is withdrawn is replaced by its own import.
-- param authority varchar the council
-- param batch_id varchar this import
insert into target
select
    :authority, typed.target_id, typed.measure, typed.service_area, typed.team, typed.first_month, typed.last_month,
    typed.first_value, typed.last_value, typed.note, :batch_id, case when typed.is_withdrawn then :batch_id end
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
