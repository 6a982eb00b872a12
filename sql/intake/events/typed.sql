-- One row will be one event. Its id is the one given, else that of the current event of this day, title and place.
-- param authority varchar the council
-- param batch_id varchar this import
create temp table typed as
with given as (
    select
        staged.row_number, as_date(staged.date) as starts_on, as_date(staged."to") as ends_on, staged.title,
        staged.category, place.service_area, place.team, staged.owner, staged.note,
        try_cast(staged.event_id as uuid) as given_id, coalesce(withdrawn.name = 'yes', false) as is_withdrawn
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as withdrawn on withdrawn.column_name = 'withdrawn' and withdrawn.given = staged.withdrawn
),
-- Where an undone import has left two alike, one of them stands for both.
stored as (
    select starts_on, title, service_area, team, min(event_id) as event_id
    from event
    where authority = :authority and superseded_by is null
    group by all
)
select
    given.*, stored.event_id as stored_id,
    coalesce(
        given.given_id, stored.event_id,
        cast(md5(concat_ws(chr(31), :batch_id, given.starts_on, given.title, given.service_area, given.team)) as uuid)
    ) as event_id
from given
left join stored
    on stored.starts_on = given.starts_on and stored.title = given.title
    and stored.service_area is not distinct from given.service_area and stored.team is not distinct from given.team
