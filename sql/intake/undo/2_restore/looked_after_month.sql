-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update looked_after_month set superseded_by = gone.superseded_by
from (
    select distinct authority, month, breakdown, category, superseded_by
    from looked_after_month
    where batch_id = :batch_id
) as gone
where looked_after_month.superseded_by = :batch_id
and looked_after_month.authority = gone.authority
and looked_after_month.month = gone.month
and looked_after_month.breakdown = gone.breakdown
and looked_after_month.category = gone.category
