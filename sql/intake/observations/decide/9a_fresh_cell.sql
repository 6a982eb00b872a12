-- One row will be one fresh month, team and setting of the file, under a number.
create temp table fresh_cell as
select cast(row_number() over (order by month, service_area, team, setting) as integer) as cell_no, *
from (
    select distinct month, service_area, team, coalesce(setting, 'not recorded') as setting
    from incoming
    where month in (select month from affected_month where is_fresh)
)
