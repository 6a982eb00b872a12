-- One row is one month and one category of one breakdown, as counted from returns.
-- param authority varchar the council
-- param breakdown varchar placement, age_band, legal_status …
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- returns month date, category varchar, looked_after integer, started integer, ceased integer
select month, category, looked_after, started, ceased
from looked_after_month
where authority = :authority and breakdown = :breakdown and superseded_by is null
  and month between coalesce(cast(:first_month as date), date '0001-01-01')
      and coalesce(cast(:last_month as date), date '9999-12-01')
order by month, category
