-- One row will be one team in one group in one month: the month's first day lies in the team's time in the group.
-- param authority varchar the council
create temp table group_team as
select distinct member.team_group, member.team, affected.month
from team_group_member as member
join affected_group_month as affected
    on affected.month >= coalesce(member.valid_from, date '0001-01-01')
    and affected.month <= coalesce(member.valid_to, date '9999-12-31')
where member.authority = :authority and member.superseded_by is null and member.team is not null
