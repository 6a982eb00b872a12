-- One row is one month and one category of one breakdown, as counted from returns.
-- param authority varchar the council
-- param breakdown varchar placement, age_band, legal_status …
-- returns month date, category varchar, looked_after integer, started integer, ceased integer
select month, category, looked_after, started, ceased
from looked_after_month
where authority = :authority and breakdown = :breakdown and superseded_by is null
order by month, category
