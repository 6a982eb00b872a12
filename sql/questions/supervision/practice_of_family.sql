-- One row is one supervision that named a family, and the first observed visit to that family soon after it.
-- A visit belongs to the supervision that is nearest before it. supervisor is a number that means nothing outside this
-- table.
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
-- param elements varchar[] keys of elements whose grades of the visit are averaged
-- param fewest bigint how many of them have to be graded
-- param days bigint how many days after the supervision a visit may be
-- shows supervision by row over period
-- returns supervisor bigint, quarter date, supervision double, practice double, days bigint
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
    select
        asked.supervision_key, asked.supervisor_id, asked.supervised_on, asked.family_ref, avg(coalesce(grade.mean_grade, grade.grade)) as grade
    from asked
    join supervision_grade as grade
        on grade.supervision_key = asked.supervision_key and grade.superseded_by is null and grade.is_counted
    join wanted on wanted.rubric_version = asked.rubric_version and wanted.item = grade.item
    where asked.family_ref is not null
    group by asked.supervision_key, asked.supervisor_id, asked.supervised_on, asked.family_ref
    having count(*) = any_value(wanted.needed)
),
seen as (
    select observation.observation_key, observation.observed_on, observation.family_ref, avg(coalesce(grade.mean_grade, grade.grade)) as grade
    from observation
    join grade
        on grade.observation_key = observation.observation_key and grade.superseded_by is null and grade.is_counted
    where observation.authority = :authority and observation.superseded_by is null
    and observation.family_ref in (select family_ref from graded)
    and list_contains(cast(:elements as varchar[]), grade.element)
    group by all
    having count(*) >= :fewest
),
followed as (
    select
        graded.supervision_key, graded.supervisor_id, seen.observation_key, graded.grade as supervision,
        cast(date_trunc('quarter', graded.supervised_on) as date) as quarter, seen.grade as practice, date_diff('day', graded.supervised_on, seen.observed_on) as days
    from graded
    join seen on seen.family_ref = graded.family_ref
    where date_diff('day', graded.supervised_on, seen.observed_on) between 0 and :days
    qualify row_number() over (partition by graded.supervision_key order by days, seen.observation_key) = 1
),
paired as (
    select *
    from followed
    qualify row_number() over (partition by observation_key order by days, supervision_key) = 1
)
select dense_rank() over (order by supervisor_id) as supervisor, quarter, supervision, practice, days
from paired
order by supervisor, quarter, days, supervision, practice
