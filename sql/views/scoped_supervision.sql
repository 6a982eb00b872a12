-- One row is one current supervision, as its own team's or as a group's (scope_team is the name of the one or the other),
-- of all work (marker is null) or of the work with one case marker. Read it with is_team_within and has_marker. A group of
-- teams has the months whose first day lies in the team's time in the group. A group of workers has the days on which the
-- supervisor, or one of those who were supervised, was in it. Undoing imports can leave two times of one member that
-- overlap: what lies in both counts once. A supervision has the markers of its family's observations.
create or replace view scoped_supervision as
with asked as not materialized (
    select supervision.*, supervision.team as scope_team, false as is_group
    from supervision
    where supervision.superseded_by is null
    union all
    select distinct supervision.*, member.team_group, true
    from supervision
    join team_group_member as member
        on member.authority = supervision.authority and member.team = supervision.team
        and supervision.month >= coalesce(member.valid_from, date '0001-01-01')
        and supervision.month <= coalesce(member.valid_to, date '9999-12-31')
    where supervision.superseded_by is null and member.superseded_by is null
    union all
    select distinct supervision.*, member.team_group, true
    from supervision
    join (
        select supervision_key, unnest(list_append(coalesce(supervisee_ids, []), supervisor_id)) as worker_id
        from supervision
        where superseded_by is null
    ) as person on person.supervision_key = supervision.supervision_key
    join team_group_member as member
        on member.authority = supervision.authority and member.worker_id = person.worker_id
        and supervision.supervised_on >= coalesce(member.valid_from, date '0001-01-01')
        and supervision.supervised_on <= coalesce(member.valid_to, date '9999-12-31')
    where supervision.superseded_by is null and member.superseded_by is null
),
of_family as not materialized (
    select distinct seen.authority, seen.family_ref, marked.marker
    from observation as seen
    join observation_marker as marked on marked.observation_key = seen.observation_key and marked.superseded_by is null
    where seen.superseded_by is null and seen.family_ref is not null
)
select asked.*, cast(null as varchar) as marker from asked
union all
select asked.*, of_family.marker
from asked
join of_family on of_family.authority = asked.authority and of_family.family_ref = asked.family_ref
