-- One row is one team (or group) and one month (or quarter, or year) by its first day; without observations too.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month
-- param last_month date last month
-- param units varchar[] names of the teams, in the order wanted
-- param element varchar key of an element or composite
-- param threshold double the grade from which practice is called skilled
-- param grain varchar month, quarter or year
-- shows practice by team over grain
-- returns team varchar, month date, observations bigint, grade_sum double, at_threshold bigint
with spine as (
    select distinct unit.team, cast(date_trunc(:grain, cast(month.month as date)) as date) as month
    from (select unnest(cast(:units as varchar[])) as team) as unit
    cross join (
        select unnest(generate_series(cast(:first_month as date), cast(:last_month as date), interval 1 month)) as month
    ) as month
),
graded as (
    select team, cast(date_trunc(:grain, month) as date) as month,
        sum(observations) as observations,
        sum(grade * observations) as grade_sum,
        sum(if(grade >= :threshold, observations, 0)) as at_threshold
    from scoped_element_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between cast(:first_month as date) and cast(:last_month as date)
      and element = :element
    group by all
)
select spine.team, spine.month,
    cast(coalesce(graded.observations, 0) as bigint) as observations,
    cast(graded.grade_sum as double) as grade_sum,
    cast(coalesce(graded.at_threshold, 0) as bigint) as at_threshold
from spine
left join graded using (team, month)
order by list_position(cast(:units as varchar[]), spine.team), spine.month
