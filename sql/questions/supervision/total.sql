-- One row: supervisions on a rubric, how many of them were graded by two or more, supervisors, the months they span, and
-- the newest import of supervision.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param rubric varchar key of a rubric
-- param method varchar observed or self-reported
-- shows supervision by scope over period
-- returns supervisions bigint, double_graded bigint, supervisors bigint, first_month date, last_month date, newest_import timestamp
with asked as (
    select supervision_key, supervisor_id, month
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
graders as (
    select supervision_key, count(distinct grader_id) as graders
    from supervision_grade
    where superseded_by is null and supervision_key in (select supervision_key from asked)
    group by supervision_key
)
select
    count(*) as supervisions, count(*) filter (where graders.graders > 1) as double_graded,
    count(distinct asked.supervisor_id) as supervisors,
    min(asked.month) as first_month, max(asked.month) as last_month,
    (select max(imported_at) from import_batch
     where authority = :authority and kind = 'supervision' and undone_at is null) as newest_import
from asked
left join graders using (supervision_key)
