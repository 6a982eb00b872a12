-- One row is one kind of work that is recorded one by one, with how many entries there are (or none) and the newest day.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- returns kind varchar, entries bigint, newest date
with entry as (
    select 'observations' as kind, observed_on as day
    from observation
    where authority = :authority and superseded_by is null
    and is_within(cast(:service_areas as varchar[]), service_area) and is_within(cast(:teams as varchar[]), team)
    union all
    select 'supervision', supervised_on
    from supervision
    where authority = :authority and superseded_by is null
    and is_within(cast(:service_areas as varchar[]), service_area) and is_within(cast(:teams as varchar[]), team)
    union all
    select 'feedback', asked_on
    from feedback_request
    where authority = :authority and superseded_by is null
    and is_within(cast(:service_areas as varchar[]), service_area) and is_within(cast(:teams as varchar[]), team)
)
select kind.kind, count(entry.day) as entries, max(entry.day) as newest
from (values (1, 'observations'), (2, 'supervision'), (3, 'feedback')) as kind (place, kind)
left join entry using (kind)
group by kind.place, kind.kind
order by kind.place
