-- One row is one service area, team or word that is not known.
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
select cell.row_number, cell.column_name, 'unknown_choice', cell.given, choice.hint
from (
    unpivot (select row_number, respondent, outcome, form, mode, time_point from staged)
    on respondent, outcome, form, mode, time_point into name column_name value given
) as cell
join choice on choice.column_name = cell.column_name and choice.given = cell.given
where choice.name is null
