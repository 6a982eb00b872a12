-- Marks the months that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update indicator_month set superseded_by = :batch_id
from typed
join decided using (row_number)
where decided.status = 'replaced' and indicator_month.authority = :authority and indicator_month.superseded_by is null
and indicator_month.month = typed.month and indicator_month.indicator = typed.indicator
