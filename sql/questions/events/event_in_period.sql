-- One row is one dated event that touches the months and the part of the service asked about.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month
-- param last_month date last month
-- returns starts_on date, ends_on date, title varchar, category varchar, service_area varchar, team varchar
select starts_on, ends_on, title, category, service_area, team
from event
where authority = :authority and superseded_by is null
  and starts_on < cast(:last_month as date) + interval 1 month
  and coalesce(ends_on, starts_on) >= cast(:first_month as date)
  and (service_area is null or is_within(cast(:service_areas as varchar[]), service_area))
  and (team is null or is_within(cast(:teams as varchar[]), team))
order by starts_on, title
