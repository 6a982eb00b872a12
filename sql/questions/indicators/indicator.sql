-- One row is one indicator that has months.
-- param authority varchar the council
-- returns indicator varchar, months bigint
select indicator, count(*) as months
from indicator_month
where authority = :authority and superseded_by is null
group by indicator
order by indicator
