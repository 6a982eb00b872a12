-- One row will be one observation of the file that the store has already, as it stands there.
-- param authority varchar the council
create temp table stored as
select
    observation.*, coaching_session.coached_on,
    (
        select string_agg(marked.marker, '; ' order by marked.marker)
        from observation_marker as marked
        where marked.observation_key = observation.observation_key and marked.superseded_by is null
    ) as markers
from observation
semi join typed using (observation_key)
left join coaching_session
    on coaching_session.authority = :authority and coaching_session.coaching_id = observation.observation_id
    and coaching_session.kind = 'after observation' and coaching_session.superseded_by is null
where observation.authority = :authority and observation.superseded_by is null
