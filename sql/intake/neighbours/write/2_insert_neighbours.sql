-- Adds the lists that are new or changed.
-- param batch_id varchar this import
insert into statistical_neighbour
select
    typed.area_code, typed.neighbour_code, typed.neighbour, typed.closeness, typed.source, :batch_id, null
from typed
join decided using (row_number)
where decided.status <> 'unchanged'
