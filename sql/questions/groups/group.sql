-- One row is one group with its members of any time, and its observations in the months and service areas asked about.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- returns team_group varchar, sort varchar, members bigint, first_day date, last_day date, observations bigint
with counted as (
    select team, sum(observations) as observations
    from group_observation_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
    group by team
)
select
    member.team_group,
    if(count(member.team) > 0, 'teams', 'workers') as sort,
    count(distinct coalesce(member.team, member.worker_id)) as members,
    if(count(member.valid_from) = count(*), min(member.valid_from), null) as first_day,
    if(count(member.valid_to) = count(*), max(member.valid_to), null) as last_day,
    cast(coalesce(any_value(counted.observations), 0) as bigint) as observations
from team_group_member as member
left join counted on counted.team = member.team_group
where member.authority = :authority and member.superseded_by is null
group by member.team_group
order by member.team_group
