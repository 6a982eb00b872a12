-- One row: how many cells of grades in the file are no numbers or no points of the scale, seen quickly.
-- param lowest double the scale's lowest point
-- param highest double the scale's highest point
-- param step double the distance between its points
-- returns cells bigint
with grade as (
    select
        list_value(*columns('off__.*')) as off_scale, list_value(*columns('read__.*')) as is_read
    from (
        select
            count_if(not is_on_scale(columns('grade__(.*)'), :lowest, :highest, :step)) as 'off__\1',
            count(columns('grade__(.*)')) as 'read__\1'
        from typed
    )
),
given as (
    select list_value(*columns('grade__.*')) as is_given from (select count(columns('grade__.*')) as '\0' from staged)
)
select cast(list_sum(off_scale) + list_sum(is_given) - list_sum(is_read) as bigint) as cells from grade, given
