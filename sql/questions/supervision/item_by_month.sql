-- One row is one month (or quarter, or year, by its first day), one part of the service and one item or all items
-- together; without supervisions too.
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
-- param thresholds double[] the grade from which one is called high, in the same order
-- param grain varchar month, quarter or year
-- param unit varchar what supervisions are divided by: service_area, team or none
-- shows supervision by unit over grain
-- returns month date, unit varchar, measure varchar, supervisions bigint, supervisors bigint, grade_sum double, grade_square_sum double, at_threshold bigint
with wanted as (
    select
        unnest(cast(:measures as varchar[])) as measure, unnest(cast(:versions as varchar[])) as rubric_version,
        unnest(cast(:items as varchar[])) as item, unnest(cast(:needed as bigint[])) as needed,
        unnest(cast(:thresholds as double[])) as threshold
),
asked as (
    select *, case :unit when 'service_area' then service_area when 'team' then scope_team else '' end as unit
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
        cast(date_trunc(:grain, asked.month) as date) as month, asked.unit, asked.supervisor_id, wanted.measure,
        any_value(wanted.threshold) as threshold, avg(coalesce(grade.mean_grade, grade.grade)) as grade
    from asked
    join supervision_grade as grade
        on grade.supervision_key = asked.supervision_key and grade.superseded_by is null and grade.is_counted
    join wanted on wanted.rubric_version = asked.rubric_version and wanted.item = grade.item
    group by asked.supervision_key, asked.month, asked.unit, asked.supervisor_id, wanted.measure
    having count(*) = any_value(wanted.needed)
),
spine as (
    select distinct cast(date_trunc(:grain, cast(each.month as date)) as date) as month, unit.unit, measure.measure
    from (
        select unnest(generate_series(min(month), max(month), interval 1 month)) as month from asked
    ) as each
    cross join (select distinct unit from asked) as unit
    cross join (select distinct measure from wanted) as measure
)
select
    spine.month, spine.unit, spine.measure, count(graded.grade) as supervisions,
    count(distinct graded.supervisor_id) as supervisors, coalesce(sum(graded.grade), 0) as grade_sum,
    coalesce(sum(graded.grade * graded.grade), 0) as grade_square_sum,
    count(*) filter (where graded.grade >= graded.threshold) as at_threshold
from spine
left join graded using (month, unit, measure)
group by spine.month, spine.unit, spine.measure
order by spine.month, spine.unit, list_position(cast(:measures as varchar[]), spine.measure)
