-- One row will be one observation of a fresh month, with its grades as a list.
-- The list is in the order of the columns and has 0 for a blank; graded is the sum of 1, 2, 4, … for the others.
-- param powers double[] 1, 2, 4, …: as many as there are columns of grades
create temp table fresh_observation as
select
    cell_no, worker_id, graders, markers,
    list_value(*columns('grade__.*')) as grades,
    cast(list_inner_product(list_value(*columns('has__.*')), cast(:powers as double[])) as bigint) as graded
from (
    select
        fresh_cell.cell_no, incoming.worker_id, incoming.graders, incoming.markers,
        coalesce(columns('grade__.*'), 0) as '\0',
        cast(columns('grade__(.*)') is not null as double) as 'has__\1'
    from incoming
    join fresh_cell
        on fresh_cell.month = incoming.month and fresh_cell.service_area = incoming.service_area
        and fresh_cell.team = incoming.team and fresh_cell.setting = coalesce(incoming.setting, 'not recorded')
)
