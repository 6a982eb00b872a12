-- One row will be one baseline. Its id is the one given, else that of the current baseline of this measure, place, kind.
-- A measure and place has one fixed baseline and one month to measure change from, but any number of new limits.
-- param authority varchar the council
-- param batch_id varchar this import
create temp table typed as
with given as (
    select
        staged.row_number, chosen.name as measure, place.service_area, place.team, sort.name as kind,
        as_month(staged."from") as first_month, as_month(staged."to") as last_month, staged.reason,
        try_cast(staged.baseline_id as uuid) as given_id, coalesce(withdrawn.name = 'yes', false) as is_withdrawn
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as chosen on chosen.column_name = 'measure' and chosen.given = staged.measure
    left join choice as sort on sort.column_name = 'kind' and sort.given = staged.kind
    left join choice as withdrawn on withdrawn.column_name = 'withdrawn' and withdrawn.given = staged.withdrawn
),
-- Where an undone import has left two alike, one of them stands for both.
stored as (
    select
        measure, service_area, team, kind, case when kind = 'rebase' then first_month end as month,
        min(baseline_id) as baseline_id
    from baseline
    where authority = :authority and superseded_by is null
    group by all
)
select
    given.*, stored.baseline_id as stored_id,
    coalesce(
        given.given_id, stored.baseline_id,
        cast(md5(concat_ws(
            chr(31), :batch_id, given.measure, given.service_area, given.team, given.kind,
            case when given.kind = 'rebase' then given.first_month end
        )) as uuid)
    ) as baseline_id
from given
left join stored
    on stored.measure = given.measure and stored.kind = given.kind
    and stored.service_area is not distinct from given.service_area and stored.team is not distinct from given.team
    and stored.month is not distinct from case when given.kind = 'rebase' then given.first_month end
