-- One row is one supervisor, one item or all items together, and whether there was coaching in between: how many pairs of
-- one graded supervision and the next one, and the sums of both grades. supervisor is a number that means nothing outside
-- this table.
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
-- param days bigint how many days may lie between the two
-- shows supervision by scope over period
-- returns supervisor bigint, measure varchar, is_coached boolean, pairs bigint, before_sum double, after_sum double
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
        asked.supervision_key, asked.supervisor_id, asked.supervised_on, wanted.measure, avg(coalesce(grade.mean_grade, grade.grade)) as grade
    from asked
    join supervision_grade as grade
        on grade.supervision_key = asked.supervision_key and grade.superseded_by is null and grade.is_counted
    join wanted on wanted.rubric_version = asked.rubric_version and wanted.item = grade.item
    group by asked.supervision_key, asked.supervisor_id, asked.supervised_on, wanted.measure
    having count(*) = any_value(wanted.needed)
),
ordered as (
    select
        supervisor_id, measure, grade, supervised_on, lag(grade) over earlier as before_grade,
        lag(supervised_on) over earlier as before_on
    from graded
    window earlier as (partition by supervisor_id, measure order by supervised_on, supervision_key)
),
paired as (
    select
        supervisor_id, measure, before_grade, grade,
        exists (
            from supervisor_coaching as coaching
            where coaching.authority = :authority and coaching.supervisor_id = ordered.supervisor_id
            and coaching.coached_on >= ordered.before_on and coaching.coached_on < ordered.supervised_on
        ) as is_coached
    from ordered
    where before_grade is not null and date_diff('day', before_on, supervised_on) <= :days
)
select
    dense_rank() over (order by supervisor_id) as supervisor, measure, is_coached, count(*) as pairs,
    sum(before_grade) as before_sum, sum(grade) as after_sum
from paired
group by supervisor_id, measure, is_coached
order by measure, is_coached, supervisor
