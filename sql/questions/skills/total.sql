-- One row: observations, how many of them were graded by two or more, workers, the months they span, the newest import.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- shows practice by scope over period
-- returns observations bigint, double_graded bigint, workers bigint, first_month date, last_month date, newest_import timestamp
with counted as (
    select sum(observations) as observations, sum(double_graded) as double_graded,
        min(month) as first_month, max(month) as last_month
    from scoped_observation_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
seen as (
    select count(distinct worker_id) as workers
    from scoped_worker_month
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), setting)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
)
select
    cast(coalesce(counted.observations, 0) as bigint) as observations,
    cast(coalesce(counted.double_graded, 0) as bigint) as double_graded,
    seen.workers, counted.first_month, counted.last_month,
    (select max(imported_at) from import_batch
     where authority = :authority and kind = 'observations' and undone_at is null) as newest_import
from counted cross join seen
