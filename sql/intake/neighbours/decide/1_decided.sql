-- One row will be one row of the file with what it does. The list of a council counts as a whole: where it differs
-- from the stored one in anything, all its rows replace all of the stored ones.
create temp table decided as
with given as (
    select area_code, list_sort(list(concat_ws(chr(31), neighbour_code, neighbour, closeness, source))) as entries
    from typed
    group by area_code
),
stored as (
    select area_code, list_sort(list(concat_ws(chr(31), neighbour_code, neighbour, closeness, source))) as entries
    from statistical_neighbour
    where superseded_by is null
    group by area_code
)
select
    typed.row_number, typed.area_code,
    case when stored.area_code is null then 'new' when stored.entries = given.entries then 'unchanged'
    else 'replaced' end as status
from typed
join given on given.area_code = typed.area_code
left join stored on stored.area_code = typed.area_code
