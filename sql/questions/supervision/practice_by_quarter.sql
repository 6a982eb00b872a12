-- One row is one team (or group) and quarter with both graded supervisions and observations of practice, and both averages.
-- observations: of the element that was graded most often.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param rubric varchar key of a rubric
-- param method varchar observed or self-reported
-- param measures varchar[] what is measured, one entry for each item of the rubric and version that belongs to it
-- param versions varchar[] the version, in the same order
-- param items varchar[] the item, in the same order
-- param needed bigint[] how many items a measure has, in the same order
-- param elements varchar[] keys of elements or composites whose grades are averaged
-- shows supervision by team over quarter
-- returns team varchar, quarter date, supervisions bigint, supervision double, observations bigint, practice double
with wanted as (
    select
        unnest(cast(:measures as varchar[])) as measure, unnest(cast(:versions as varchar[])) as rubric_version,
        unnest(cast(:items as varchar[])) as item, unnest(cast(:needed as bigint[])) as needed
),
asked as (
    select *
    from scoped_supervision
    where authority = :authority
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
    and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
    and has_marker(cast(:marker as varchar), marker)
    and month between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
    and rubric_key = :rubric and method = :method
),
graded as (
    select asked.scope_team as team, cast(date_trunc('quarter', asked.month) as date) as quarter, avg(coalesce(grade.mean_grade, grade.grade)) as grade
    from asked
    join supervision_grade as grade
        on grade.supervision_key = asked.supervision_key and grade.superseded_by is null and grade.is_counted
    join wanted on wanted.rubric_version = asked.rubric_version and wanted.item = grade.item
    group by asked.supervision_key, asked.scope_team, asked.month
    having count(*) = any_value(wanted.needed)
),
supervised as (
    select team, quarter, count(*) as supervisions, avg(grade) as supervision from graded group by team, quarter
),
seen as (
    select
        team, cast(date_trunc('quarter', month) as date) as quarter, element, sum(observations) as observations,
        sum(grade * observations) as grade_sum
    from scoped_element_month
    where authority = :authority
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_team_within(cast(:teams as varchar[]), team, is_group)
    and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
    and has_marker(cast(:marker as varchar), marker)
    and month between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
    and list_contains(cast(:elements as varchar[]), element)
    group by all
),
observed as (
    select
        team, quarter, cast(max(observations) as bigint) as observations,
        sum(grade_sum) / sum(observations) as practice
    from seen
    group by team, quarter
)
select team, quarter, supervised.supervisions, supervised.supervision, observed.observations, observed.practice
from supervised
join observed using (team, quarter)
order by team, quarter
