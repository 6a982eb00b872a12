-- One row is one element and grade outside the scale of its framework, or one item and grade outside that of its rubric.
-- returns subject varchar, detail varchar
select distinct 'grade' as subject, grade.element || ': ' || cast(grade.grade as varchar) as detail
from grade
join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
join scale on scale.authority = observation.authority
where grade.superseded_by is null and grade.grade not between scale.lowest and scale.highest
union all
select distinct 'grade of supervision', grade.item || ': ' || cast(grade.grade as varchar)
from supervision_grade as grade
join supervision on supervision.supervision_key = grade.supervision_key and supervision.superseded_by is null
left join rubric_item
    on rubric_item.authority = supervision.authority and rubric_item.rubric_key = supervision.rubric_key
    and rubric_item.rubric_version = supervision.rubric_version and rubric_item.item = grade.item
where grade.superseded_by is null and not coalesce(grade.grade between rubric_item.lowest and rubric_item.highest, false)
