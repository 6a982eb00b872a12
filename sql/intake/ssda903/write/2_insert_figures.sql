-- Adds one version of each figure.
-- param authority varchar the council
-- param batch_id varchar this import
insert into looked_after_month
select
    :authority, typed.month, typed.breakdown, typed.category, typed.looked_after, typed.started, typed.ceased,
    decided.population_0_17, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
