-- One row is one part of the period (earlier or later), one item or all items together, and one grade, where it was given.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param earlier_first date first month of the earlier part, null for no earlier part
-- param earlier_last date last month of the earlier part
-- param later_first date first month of the later part
-- param later_last date last month of the later part
-- param rubric varchar key of a rubric
-- param method varchar observed or self-reported
-- param measures varchar[] what is measured, one entry for each item of the rubric and version that belongs to it
-- param versions varchar[] the version, in the same order
-- param items varchar[] the item, in the same order
-- param needed bigint[] how many items a measure has, in the same order
-- shows supervision by scope over period
-- returns part varchar, measure varchar, grade double, supervisions bigint
with wanted as (
    select
        unnest(cast(:measures as varchar[])) as measure, unnest(cast(:versions as varchar[])) as rubric_version,
        unnest(cast(:items as varchar[])) as item, unnest(cast(:needed as bigint[])) as needed
),
asked as (
    select *, if(month >= cast(:later_first as date), 'later', 'earlier') as part
    from scoped_supervision
    where authority = :authority
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
    and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
    and has_marker(cast(:marker as varchar), marker)
    and (month between cast(:earlier_first as date) and cast(:earlier_last as date)
         or month between cast(:later_first as date) and cast(:later_last as date))
    and rubric_key = :rubric and method = :method
),
graded as (
    select asked.part, wanted.measure, round(avg(coalesce(grade.mean_grade, grade.grade)), 6) as grade
    from asked
    join supervision_grade as grade
        on grade.supervision_key = asked.supervision_key and grade.superseded_by is null and grade.is_counted
    join wanted on wanted.rubric_version = asked.rubric_version and wanted.item = grade.item
    group by asked.supervision_key, asked.part, wanted.measure
    having count(*) = any_value(wanted.needed)
)
select part, measure, grade, count(*) as supervisions
from graded
group by all
order by part, measure, grade
