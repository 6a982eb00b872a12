-- One row is one service area, team, setting, medium or case marker that is not known.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    staged.row_number, place.column_name, place.code,
    case when place.column_name = 'team' then staged.team else staged.service_area end as value, place.hint
from staged
join place
    on place.given_service_area is not distinct from staged.service_area
    and place.given_team is not distinct from staged.team
where place.code is not null
union all
select staged.row_number, 'setting', 'unknown_choice', staged.setting, choice.hint
from staged
join choice on choice.column_name = 'setting' and choice.given = staged.setting
where choice.name is null
union all
select staged.row_number, 'medium', 'unknown_choice', staged.medium, choice.hint
from staged
join choice on choice.column_name = 'medium' and choice.given = staged.medium
where choice.name is null
union all
select staged.row_number, 'markers', 'unknown_choice', staged.markers, choice.hint
from staged
join choice on choice.column_name = 'markers' and choice.given = staged.markers
where choice.name is null
