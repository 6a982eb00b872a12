-- One row is one observation that one person has graded so far, the newest first. It tells nothing about the grades.
-- Only the newest two hundred observations are looked at.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param at_most integer how many
-- returns entry varchar, reference varchar, day date, service_area varchar, team varchar, about varchar
with newest as (
    select observation_key, observation_id, observed_on, service_area, team, worker_id
    from observation
    where authority = :authority and superseded_by is null
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_within(cast(:teams as varchar[]), team)
    order by observed_on desc, observation_id desc
    limit 200
),
graded_once as (
    select observation_key
    from grade
    where superseded_by is null and observation_key in (select observation_key from newest)
    group by observation_key
    having count(distinct grader_id) = 1
)
select
    cast(observation_key as varchar) as entry, observation_id as reference, observed_on as day, service_area, team,
    worker_id as about
from newest
join graded_once using (observation_key)
order by observed_on desc, observation_id desc
limit :at_most
