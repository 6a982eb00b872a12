-- One row is one current request for feedback, as its own team's or as a group's; scope_team is the name of the one or
-- the other. Read it with is_team_within. A group of teams has the months whose first day lies in the team's time in the
-- group, a group of workers the days on which the worker was in it. Undoing imports can leave two times of one member
-- that overlap: what lies in both counts once.
create or replace view scoped_feedback as
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
