-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update indicator_month set superseded_by = gone.superseded_by
from (
    select distinct authority, month, indicator, superseded_by
    from indicator_month
    where batch_id = :batch_id
) as gone
where indicator_month.superseded_by = :batch_id
and indicator_month.authority = gone.authority
and indicator_month.month = gone.month
and indicator_month.indicator = gone.indicator
