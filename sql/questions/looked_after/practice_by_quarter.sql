-- One row is one quarter (by its first day) in which practice was observed: the average grade of one element over all teams.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param element varchar key of an element, dimension or composite
-- shows practice by scope over quarter
-- returns quarter date, observations bigint, average double
select
    cast(date_trunc('quarter', month) as date) as quarter, cast(sum(observations) as bigint) as observations,
    sum(grade * observations) / sum(observations) as average
from element_month
where authority = :authority and element = :element
  and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
group by all
order by quarter
