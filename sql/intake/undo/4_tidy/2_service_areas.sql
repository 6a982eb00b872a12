-- Removes service areas that came with an undone import, unless something else uses them.
-- param authority varchar the council
delete from service_area
where authority = :authority and batch_id in (select batch_id from import_batch where undone_at is not null)
and not exists (
    from (
        select authority, service_area from team
        union all select authority, service_area from observation
        union all select authority, service_area from team_membership
        union all select authority, service_area from supervision
        union all select authority, service_area from feedback_request
        union all select authority, service_area from event
        union all select authority, service_area from target
        union all select authority, service_area from baseline
    ) as used
    where used.authority = service_area.authority and used.service_area = service_area.service_area
)
