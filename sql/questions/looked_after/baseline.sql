-- One row: the month that the council chose to measure change from, newest choice first; none where it chose none.
-- param authority varchar the council
-- returns first_month date, reason varchar
select first_month, reason
from baseline
where authority = :authority and measure = 'looked_after' and kind = 'change'
  and superseded_by is null and withdrawn_at is null
order by set_at desc
limit 1
