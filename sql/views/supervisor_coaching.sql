-- One row is one current coaching session of a supervisor. supervision_key: the supervision that it names, where there is
-- such a one; placed_by: that one, else the supervisor's last one up to the day of the session.
-- Where a supervision says itself that it was followed by coaching, and a session names it too, the session counts alone.
create or replace view supervisor_coaching as
with current_session as (
    select authority, coached_on, person_id, supervision_key, kind
    from coaching_session
    where superseded_by is null and kind in ('supervision', 'after supervision')
),
current_supervision as (
    select authority, supervision_key, supervisor_id, supervised_on from supervision where superseded_by is null
),
named as (
    select
        session.authority, session.coached_on, coalesce(session.person_id, supervision.supervisor_id) as supervisor_id,
        supervision.supervision_key, supervision.supervised_on
    from current_session as session
    left join current_supervision as supervision
        on supervision.authority = session.authority and supervision.supervision_key = session.supervision_key
    where session.kind = 'supervision'
    or session.supervision_key not in (
        select supervision_key from current_session where kind = 'supervision' and supervision_key is not null
    )
)
select
    named.authority, named.coached_on, named.supervisor_id, named.supervision_key, named.supervised_on,
    coalesce(named.supervision_key, earlier.supervision_key) as placed_by
from named
asof left join current_supervision as earlier
    on earlier.authority = named.authority and earlier.supervisor_id = named.supervisor_id
    and named.coached_on >= earlier.supervised_on
