-- Adds teams that only workers' rows name, without first and last day.
-- param authority varchar the council
-- param batch_id varchar this import
insert into team
select distinct :authority, typed.service_area, typed.team, cast(null as date), cast(null as date), :batch_id, null
from typed
where typed.worker_id is not null
and not exists (
    from team as known
    where known.authority = :authority and known.superseded_by is null
    and known.service_area = typed.service_area and known.team = typed.team
)
