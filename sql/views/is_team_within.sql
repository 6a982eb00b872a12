-- Whether a row of a scoped view belongs to the teams, or the group, asked for; an empty list asks for all teams alone.
create or replace macro is_team_within(names, name, is_group) as
    if(len(names) = 0, not is_group, list_contains(names, name))
