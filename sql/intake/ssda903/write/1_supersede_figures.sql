-- Marks the figures that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update looked_after_month set superseded_by = :batch_id
from typed
join decided using (row_number)
where decided.status = 'replaced' and looked_after_month.authority = :authority
and looked_after_month.superseded_by is null and looked_after_month.month = typed.month
and looked_after_month.breakdown = typed.breakdown and looked_after_month.category = typed.category
