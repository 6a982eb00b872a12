-- One row is one dated event that touches the months and the part of the service asked about.
-- param authority varchar the council
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names of teams or of a group, empty for all
-- param first_month date first month
-- param last_month date last month
-- param category varchar only events of this category, in whatever case; null for all
-- returns starts_on date, ends_on date, title varchar, category varchar, service_area varchar, team varchar
with asked as (
    select service_area, team
    from team
    where authority = :authority and superseded_by is null
      and (
          list_contains(cast(:teams as varchar[]), team)
          or team in (
              select team from team_group_member
              where authority = :authority and superseded_by is null
                and list_contains(cast(:teams as varchar[]), team_group)
          )
      )
)
select starts_on, ends_on, title, category, service_area, team
from event
where authority = :authority and superseded_by is null
  and starts_on < cast(:last_month as date) + interval 1 month
  and coalesce(ends_on, starts_on) >= cast(:first_month as date)
  and (service_area is null or is_within(cast(:service_areas as varchar[]), service_area))
  -- A group of workers has no teams of its own: what concerns any service area may concern it.
  and (service_area is null or not exists (from asked) or service_area in (select service_area from asked))
  and (team is null or len(cast(:teams as varchar[])) = 0 or team in (select team from asked))
  and (cast(:category as varchar) is null or lower(category) = lower(cast(:category as varchar)))
order by starts_on, title
