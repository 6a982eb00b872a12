-- Adds one version of each month of each indicator.
-- param authority varchar the council
-- param batch_id varchar this import
insert into indicator_month
select :authority, typed.month, typed.indicator, typed.value, typed.denominator, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
