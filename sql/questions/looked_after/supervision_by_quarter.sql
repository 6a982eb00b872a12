-- One row is one quarter (by its first day) in which supervision was observed by somebody else: the average grade of all
-- items of one rubric. Self-reported grades are left out.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param rubric varchar key of a rubric
-- shows supervision by scope over quarter
-- returns quarter date, observations bigint, average double
select
    cast(date_trunc('quarter', supervision.month) as date) as quarter,
    count(distinct supervision.supervision_key) as observations,
    avg(coalesce(supervision_grade.mean_grade, supervision_grade.grade)) as average
from supervision
join supervision_grade
    on supervision_grade.supervision_key = supervision.supervision_key
    and supervision_grade.superseded_by is null and supervision_grade.is_counted
where supervision.authority = :authority and supervision.rubric_key = :rubric and supervision.method = 'observed'
  and supervision.superseded_by is null
  and is_admitted(
      cast(:admitted as varchar[]), supervision.service_area, supervision.team, supervision.month
  )
group by all
order by quarter
