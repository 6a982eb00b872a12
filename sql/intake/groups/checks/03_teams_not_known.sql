-- One row is one row of the file whose team the authority does not have, with up to three that are called alike.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with unknown as (
    select staged.row_number, staged.team
    from staged
    join typed using (row_number)
    where staged.team is not null and typed.team is null
),
alike as (
    select
        given.team as given, known.team,
        jaro_winkler_similarity(plain_name(given.team), plain_name(known.team)) as likeness
    from (select distinct team from unknown) as given
    cross join (select distinct team from team where authority = :authority and superseded_by is null) as known
),
near as (
    select given, array_to_string(list('“' || team || '”' order by likeness desc, team)[1:3], ' or ') as hint
    from alike
    where likeness > 0.8
    group by given
)
select unknown.row_number, 'team' as column_name, 'unknown_team' as code, unknown.team as value, near.hint
from unknown
left join near on near.given = unknown.team
