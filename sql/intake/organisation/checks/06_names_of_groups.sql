-- One row is one row of the file whose team is called as a group is.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'team' as column_name, 'team_named_as_group' as code, staged.team as value, null as hint
from staged
join (
    select given_service_area, given_team
    from place
    where plain_name(team) in (
        select plain_name(team_group) from team_group_member where authority = :authority and superseded_by is null
    )
) as clash
    on clash.given_service_area is not distinct from staged.service_area
    and clash.given_team is not distinct from staged.team
