-- One row: the first and the last month with observations, both null where there are none.
-- param authority varchar the council
-- returns first_month date, last_month date
select min(month) as first_month, max(month) as last_month from observation_month where authority = :authority
