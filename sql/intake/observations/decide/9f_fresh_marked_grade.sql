-- One row will be one cell of a fresh month, one case marker, one element or composite, and one grade, with its
-- observations.
create temp table fresh_marked_grade as
select
    cell_no, marker, part.part,
    if(part_no <= len(part.weights), total, round(total / part.members, 6)) as grade, observations
from (
    select cell_no, marker, part_no, total, count(*) as observations
    from (
        select
            fresh_marked.cell_no, fresh_marked.marker, part.part_no,
            list_inner_product(fresh_marked.grades, part.weights) as total
        from fresh_marked, part
        where fresh_marked.graded & part.bits = part.bits
    )
    group by all
)
join part using (part_no)
