-- Adds marker_worker_month rows of teams.
-- param authority varchar the council
insert into marker_worker_month
select
    :authority, seen.month, seen.service_area, seen.team, false, seen.setting, seen.marker, seen.worker_id,
    bit_or(cast(1 as bigint) << element_bit.bit)
from marked_observation as seen
join marked_part using (observation_key)
join element_bit on element_bit.element = marked_part.element and element_bit.authority = :authority
group by all
