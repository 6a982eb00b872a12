-- One row will be one figure: one month, one way to divide the children, one part of them.
create temp table typed as
select
    row_number, breakdown, category,
    as_month(month) as month,
    try_cast(as_number(looked_after) as integer) as looked_after,
    try_cast(as_number(started) as integer) as started,
    try_cast(as_number(ceased) as integer) as ceased,
    try_cast(as_number(population_0_17) as integer) as population_0_17
from staged
