-- Adds the grades of every row of the file that is new or changed.
-- param batch_id varchar this import
insert into grade
select
    observation_key, grader_id, grader_order, element[8:], grade, false, is_counted, null, :batch_id, null, null, null
from (
    unpivot (
        select
            typed.observation_key, typed.grader_id,
            coalesce(ordered.grader_order, case when typed.grader_id = typed.observer_id then 1 else 2 end)
                as grader_order,
            coalesce(ordered.is_lowest, true) as is_counted,
            columns('grade__.*')
        from typed
        left join ordered using (row_number)
        anti join (select row_number from row_status where status = 'unchanged') as unchanged using (row_number)
    ) on columns('grade__.*') into name element value grade
)
