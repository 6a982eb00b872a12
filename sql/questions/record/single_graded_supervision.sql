-- One row is one observed supervision that one person has graded so far, the newest first. It tells nothing about the
-- grades. Only the newest two hundred observed supervisions are looked at.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param at_most integer how many
-- returns entry varchar, reference varchar, day date, service_area varchar, team varchar, about varchar
with newest as (
    select supervision_key, supervision_id, supervised_on, service_area, team, supervisor_id
    from supervision
    where authority = :authority and superseded_by is null and method = 'observed'
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_within(cast(:teams as varchar[]), team)
    order by supervised_on desc, supervision_id desc
    limit 200
),
graded_once as (
    select supervision_key
    from supervision_grade
    where superseded_by is null and supervision_key in (select supervision_key from newest)
    group by supervision_key
    having count(distinct grader_id) = 1
)
select
    cast(supervision_key as varchar) as entry, supervision_id as reference, supervised_on as day, service_area, team,
    supervisor_id as about
from newest
join graded_once using (supervision_key)
order by supervised_on desc, supervision_id desc
limit :at_most
