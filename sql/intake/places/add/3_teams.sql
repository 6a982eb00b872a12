-- Adds the teams that the authority does not have yet, without first and last day.
-- param authority varchar the council
-- param batch_id varchar the import that brings them
insert into team
select distinct :authority, new_place.service_area, new_place.team, cast(null as date), cast(null as date), :batch_id, null
from new_place
where new_place.team is not null
and not exists (
    from team as known
    where known.authority = :authority and known.service_area = new_place.service_area
    and known.team = new_place.team and known.superseded_by is null
)
