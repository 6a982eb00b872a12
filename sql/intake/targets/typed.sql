-- One row will be one target. Its id is the one given, else that of the current target of this measure, place and month.
-- param authority varchar the council
-- param batch_id varchar this import
create temp table typed as
with given as (
    select
        staged.row_number, chosen.name as measure, place.service_area, place.team,
        as_month(staged."from") as first_month, as_month(staged."to") as last_month,
        as_number(staged.value) as first_value, as_number(staged.value_at_end) as last_value, staged.note,
        try_cast(staged.target_id as uuid) as given_id, coalesce(withdrawn.name = 'yes', false) as is_withdrawn
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as chosen on chosen.column_name = 'measure' and chosen.given = staged.measure
    left join choice as withdrawn on withdrawn.column_name = 'withdrawn' and withdrawn.given = staged.withdrawn
),
-- Where an undone import has left two alike, one of them stands for both.
stored as (
    select measure, service_area, team, first_month, min(target_id) as target_id
    from target
    where authority = :authority and superseded_by is null
    group by all
)
select
    given.*,
    coalesce(
        given.given_id, stored.target_id,
        cast(md5(concat_ws(
            chr(31), :batch_id, given.measure, given.service_area, given.team, given.first_month
        )) as uuid)
    ) as target_id
from given
left join stored
    on stored.measure = given.measure and stored.first_month = given.first_month
    and stored.service_area is not distinct from given.service_area and stored.team is not distinct from given.team
