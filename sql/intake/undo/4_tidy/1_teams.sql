-- Removes teams that came with an undone import, unless something else uses them and nothing else defines them.
-- param authority varchar the council
delete from team
where authority = :authority and batch_id in (select batch_id from import_batch where undone_at is not null)
and (
    superseded_by is not null
    or exists (
        from team as other
        where other.authority = team.authority and other.service_area = team.service_area and other.team = team.team
        and other.superseded_by is null and other.batch_id <> team.batch_id
    )
    or not exists (
        from (
            select authority, service_area, team from observation
            union all select authority, service_area, team from team_membership
            union all select authority, service_area, team from supervision
            union all select authority, service_area, team from feedback_request
            union all select authority, service_area, team from event
            union all select authority, service_area, team from target
            union all select authority, service_area, team from baseline
            union all select authority, service_area, team from team_group_member join team using (authority, team)
        ) as used
        where used.authority = team.authority and used.service_area = team.service_area and used.team = team.team
    )
)
