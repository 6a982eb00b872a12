-- One row is one current request for feedback, as its own team's or as a group's (scope_team is the name of the one or
-- the other), of all work (marker is null) or of the work with one case marker. Read it with is_team_within and
-- has_marker. A group of teams has the months whose first day lies in the team's time in the group, a group of workers
-- the days on which the worker was in it. Undoing imports can leave two times of one member that overlap: what lies in
-- both counts once. A request has the markers of the observation that it names; where it names none, those of its
-- family's observations.
create or replace view scoped_feedback as
with asked as not materialized (
    select request.*, request.team as scope_team, false as is_group
    from feedback_request as request
    where request.superseded_by is null
    union all
    select distinct request.*, member.team_group, true
    from feedback_request as request
    join team_group_member as member
        on member.authority = request.authority and member.team = request.team
        and request.month >= coalesce(member.valid_from, date '0001-01-01')
        and request.month <= coalesce(member.valid_to, date '9999-12-31')
    where request.superseded_by is null and member.superseded_by is null
    union all
    select distinct request.*, member.team_group, true
    from feedback_request as request
    join team_group_member as member
        on member.authority = request.authority and member.worker_id = request.worker_id
        and request.asked_on >= coalesce(member.valid_from, date '0001-01-01')
        and request.asked_on <= coalesce(member.valid_to, date '9999-12-31')
    where request.superseded_by is null and member.superseded_by is null
),
of_family as not materialized (
    select distinct seen.authority, seen.family_ref, marked.marker
    from observation as seen
    join observation_marker as marked on marked.observation_key = seen.observation_key and marked.superseded_by is null
    where seen.superseded_by is null and seen.family_ref is not null
)
select asked.*, cast(null as varchar) as marker from asked
union all
select asked.*, marked.marker
from asked
join observation_marker as marked on marked.observation_key = asked.observation_key and marked.superseded_by is null
union all
select asked.*, of_family.marker
from asked
join of_family on of_family.authority = asked.authority and of_family.family_ref = asked.family_ref
where asked.observation_key is null
