-- One row will be one cell of a fresh month, one element or composite, and one grade, with its observations.
create temp table fresh_grade as
select cell_no, part.part, round(total / len(part.positions), 6) as grade, observations
from (
    select cell_no, part_no, total, count(*) as observations
    from (
        select
            fresh_observation.cell_no, part.part_no,
            list_sum(list_select(fresh_observation.grades, part.positions)) as total
        from fresh_observation
        join part on fresh_observation.graded & part.bits = part.bits
        where part.part_no > len(fresh_observation.grades)
        union all
        select cell_no, unnest(range(1, len(grades) + 1)), unnest(grades) from fresh_observation
    )
    where total is not null
    group by all
)
join part using (part_no)
