-- One row is one thing to know of the rows that are taken in: observations or supervisions that are not there, with how
-- many.
-- param authority varchar the council
-- returns row_number bigint, code varchar, hint varchar
select min(row_number) as row_number, 'observations_not_there' as code, cast(count(distinct observation_key) as varchar) as hint
from incoming
where observation_key is not null
and observation_key not in (
    select observation_key from observation where authority = :authority and superseded_by is null
)
having count(*) > 0
union all
select min(row_number), 'supervisions_not_there', cast(count(distinct supervision_key) as varchar)
from incoming
where supervision_key is not null
and supervision_key not in (
    select supervision_key from supervision where authority = :authority and superseded_by is null
)
having count(*) > 0
