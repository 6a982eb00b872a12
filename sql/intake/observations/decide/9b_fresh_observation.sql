-- One row will be one observation of a fresh month, with its grades as a list in the order of their columns, and the
-- sum of 1, 2, 4, … for those that are not blank.
create temp table fresh_observation as
select
    cell_no, worker_id, graders, grades,
    list_sum(list_transform(
        grades, lambda grade, place: case when grade is null then 0 else 1 << cast(place - 1 as bigint) end
    )) as graded
from (
    select fresh_cell.cell_no, incoming.worker_id, incoming.graders, list_value(*columns('grade__.*')) as grades
    from incoming
    join fresh_cell
        on fresh_cell.month = incoming.month and fresh_cell.service_area = incoming.service_area
        and fresh_cell.team = incoming.team and fresh_cell.setting = coalesce(incoming.setting, 'not recorded')
)
