-- One row is one row of the file whose team did not exist on the day.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, 'team' as column_name, 'team_not_valid' as code, typed.team as value,
    case when typed.asked_on < team.valid_from then 'from ' || strftime(team.valid_from, '%d/%m/%Y')
    else 'until ' || strftime(team.valid_to, '%d/%m/%Y') end as hint
from typed
join team
    on team.authority = :authority and team.superseded_by is null
    and team.service_area = typed.service_area and team.team = typed.team
where typed.asked_on < team.valid_from or typed.asked_on > team.valid_to
