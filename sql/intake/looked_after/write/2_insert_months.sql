-- Adds one version of each month.
-- param authority varchar the council
-- param batch_id varchar this import
insert into looked_after_month
select
    :authority, typed.month, 'all', 'all', typed.looked_after, typed.started, typed.ceased, typed.population_0_17,
    :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
