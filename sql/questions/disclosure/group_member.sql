-- One row is one member of one group, a team or a worker (then team is null), with the first and last day that it counts.
-- param authority varchar the council
-- returns team_group varchar, team varchar, valid_from date, valid_to date
select team_group, if(worker_id is null, team, null) as team, valid_from, valid_to
from team_group_member
where authority = :authority and superseded_by is null
order by team_group, team, valid_from
