-- One row is one element and grade outside the scale of its authority's framework.
-- returns subject varchar, detail varchar
select distinct 'grade' as subject, grade.element || ': ' || cast(grade.grade as varchar) as detail
from grade
join observation on observation.observation_key = grade.observation_key and observation.superseded_by is null
join scale on scale.authority = observation.authority
where grade.superseded_by is null and grade.grade not between scale.lowest and scale.highest
