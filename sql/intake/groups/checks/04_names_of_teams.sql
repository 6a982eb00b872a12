-- One row is one row of the file whose group is called as a team is.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'group' as column_name, 'group_named_as_team' as code, "group" as value, null as hint
from staged
where plain_name("group") in (
    select plain_name(team) from team where authority = :authority and superseded_by is null
)
