-- One row is one thing to know of the rows that are taken in: comments that are not kept, requests that had an answer
-- and have none now, observations that are not there, each with how many.
-- param authority varchar the council
-- returns row_number bigint, code varchar, hint varchar
select min(row_number) as row_number, 'comments_not_kept' as code, cast(count(*) as varchar) as hint
from incoming
where comment is not null
and feedback_key not in (select feedback_key from response where item = 'comment')
having count(*) > 0
union all
select min(incoming.row_number), 'answers_taken_back', cast(count(*) as varchar)
from incoming
join stored using (feedback_key)
where stored.outcome = 'answered' and incoming.outcome <> 'answered'
having count(*) > 0
union all
select min(row_number), 'observations_not_there', cast(count(distinct observation_key) as varchar)
from incoming
where observation_key is not null
and observation_key not in (
    select observation_key from observation where authority = :authority and superseded_by is null
)
having count(*) > 0
