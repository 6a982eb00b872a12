-- One row will be one worker in one cell of a fresh month, in work with one case marker; parts as in fresh_worker.
create temp table fresh_marked_worker as
with sort_of_observation as (select distinct cell_no, marker, worker_id, graded from fresh_marked),
meaning as (
    select sort.graded, bit_or(part.part_bit) as parts
    from (select distinct graded from sort_of_observation) as sort
    join part on sort.graded & part.bits = part.bits
    group by sort.graded
)
select
    sort_of_observation.cell_no, sort_of_observation.marker, sort_of_observation.worker_id,
    bit_or(meaning.parts) as parts
from sort_of_observation
join meaning using (graded)
group by sort_of_observation.cell_no, sort_of_observation.marker, sort_of_observation.worker_id
