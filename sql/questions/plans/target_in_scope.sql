-- One row is one target that holds now, for whatever part of a council's service, in the order of their months.
-- param authority varchar the council
-- returns measure varchar, service_area varchar, team varchar, first_month date, last_month date, first_value double, last_value double
select measure, service_area, team, first_month, last_month, first_value, last_value
from target
where authority = :authority and superseded_by is null
order by first_month, measure, service_area, team, target_id
