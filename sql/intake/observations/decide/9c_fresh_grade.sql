-- One row will be one cell of a fresh month, one element or composite, and one grade, with its observations.
-- Elements come first among the parts, as many as there are weights, and their grades stand as they are.
create temp table fresh_grade as
select
    cell_no, part.part, if(part_no <= len(part.weights), total, round(total / part.members, 6)) as grade, observations
from (
    select cell_no, part_no, total, count(*) as observations
    from (
        select
            fresh_observation.cell_no, part.part_no,
            list_inner_product(fresh_observation.grades, part.weights) as total
        from fresh_observation, part
        where fresh_observation.graded & part.bits = part.bits
    )
    group by all
)
join part using (part_no)
