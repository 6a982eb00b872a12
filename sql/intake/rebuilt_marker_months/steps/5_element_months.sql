-- Adds marker_element_month rows of teams.
-- param authority varchar the council
insert into marker_element_month
select
    :authority, seen.month, seen.service_area, seen.team, false, seen.setting, seen.marker, marked_part.element,
    marked_part.grade, count(*)
from marked_observation as seen
join marked_part using (observation_key)
group by all
