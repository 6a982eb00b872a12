-- One row is one session that does not fit what the store has: before what it followed, of somebody else, or of another
-- kind.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with followed as (
    select
        typed.row_number, typed.coached_on, typed.person_id, 'observation_id' as column_name,
        observation.observed_on as day, observation.worker_id as own, 'coached_before_observed' as too_early,
        'observation_of_another_worker' as of_another
    from typed
    join observation
        on observation.authority = :authority and observation.superseded_by is null
        and observation.observation_key = typed.observation_key
    where typed.kind = 'practice'
    union all
    select
        typed.row_number, typed.coached_on, typed.person_id, 'supervision_id', supervision.supervised_on,
        supervision.supervisor_id, 'coached_before_supervised', 'supervision_of_another_person'
    from typed
    join supervision
        on supervision.authority = :authority and supervision.superseded_by is null
        and supervision.supervision_key = typed.supervision_key
    where typed.kind = 'supervision'
)
select row_number, 'coached_on' as column_name, too_early as code, cast(coached_on as varchar) as value, null as hint
from followed
where coached_on < day
union all
select row_number, column_name, of_another, null, null
from followed
where person_id <> own
union all
select typed.row_number, 'kind', 'coaching_of_another_kind', typed.kind, stored.kind
from typed
join coaching_session as stored
    on stored.authority = :authority and stored.superseded_by is null and stored.coaching_id = typed.coaching_id
where stored.kind in ('practice', 'supervision') and stored.kind <> typed.kind
