-- One row is one month, one element and one person's own grades of it: their sums, and how many of them count for the
-- value that is looked at; each of several whose mean counts is the same part of one. Agreed grades are nobody's own. A grade counts for a dimension or composite, whose elements are
-- asked for together, where all of them have a grade that counts in the same observation.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param elements varchar[] keys of the elements that make up one value
-- shows practice by scope over month
-- returns month date, element varchar, grader_id varchar, grades bigint, grade_sum double, grade_square_sum double, counted double
with seen as (
    select observation_key, month
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
part_of_whole as (
    select observation_key
    from grade
    where len(cast(:elements as varchar[])) > 1
      and is_counted and superseded_by is null and list_contains(cast(:elements as varchar[]), element)
    group by observation_key
    having count(*) = len(cast(:elements as varchar[]))
),
averaged as (
    select own.observation_key, own.element, 1 / count(*) as part
    from grade as own
    semi join (
        from grade
        where mean_grade is not null and superseded_by is null and list_contains(cast(:elements as varchar[]), element)
    ) as mean using (observation_key, element)
    where own.superseded_by is null and not own.is_agreed
    group by own.observation_key, own.element
)
select
    seen.month, grade.element, grade.grader_id,
    count(*) as grades,
    sum(grade.grade) as grade_sum,
    sum(grade.grade * grade.grade) as grade_square_sum,
    coalesce(
        sum(coalesce(averaged.part, if(grade.is_counted, 1, 0))) filter (
            len(cast(:elements as varchar[])) = 1 or part_of_whole.observation_key is not null
        ), 0
    ) as counted
from grade
join seen using (observation_key)
left join part_of_whole using (observation_key)
left join averaged using (observation_key, element)
where grade.superseded_by is null and not grade.is_agreed
  and list_contains(cast(:elements as varchar[]), grade.element)
group by all
order by seen.month, grade.element, grade.grader_id
