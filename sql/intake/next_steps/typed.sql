-- One row will be one next step. Its id is the one given, else that of the current one of this day, text and subject.
-- param authority varchar the council
-- param batch_id varchar this import
create temp table typed as
with given as (
    select
        staged.row_number, as_date(staged.agreed_on) as agreed_on, as_date(staged.due_on) as due_on,
        as_date(staged.done_on) as done_on, staged.what, place.service_area, place.team, staged.worker_id, staged.owner,
        staged.next_step_id as given_id, coalesce(withdrawn.name = 'yes', false) as is_withdrawn
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as withdrawn on withdrawn.column_name = 'withdrawn' and withdrawn.given = staged.withdrawn
),
-- Where an undone import has left two alike, one of them stands for both.
stored as (
    select agreed_on, what, service_area, team, worker_id, min(next_step_id) as next_step_id
    from next_step
    where authority = :authority and superseded_by is null
    group by all
)
select
    given.*, stored.next_step_id as stored_id,
    coalesce(
        given.given_id, stored.next_step_id,
        cast(cast(md5(concat_ws(
            chr(31), :batch_id, given.agreed_on, given.what, given.service_area, given.team, given.worker_id
        )) as uuid) as varchar)
    ) as next_step_id
from given
left join stored
    on stored.agreed_on = given.agreed_on and stored.what = given.what
    and stored.service_area is not distinct from given.service_area and stored.team is not distinct from given.team
    and stored.worker_id is not distinct from given.worker_id
