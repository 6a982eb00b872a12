-- One row: how many observations belong to two scopes at once.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param settings varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param other_admitted varchar[] the same for the other scope
-- param other_service_areas varchar[] the other scope's names, empty for all
-- param other_teams varchar[] the other scope's names, empty for all
-- param other_settings varchar[] the other scope's names, empty for all
-- param other_marker varchar the other scope's case marker, null for all work
-- param other_first_month date the other scope's first month, null for all
-- param other_last_month date the other scope's last month, null for all
-- shows practice by scope over period
-- returns observations bigint
with seen as (
    select observation_key
    from scoped_observation
    where authority = :authority
      and is_within(cast(:service_areas as varchar[]), service_area)
      and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:marker as varchar), marker)
      and is_within(cast(:settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
other as (
    select observation_key
    from scoped_observation
    where authority = :authority
      and is_within(cast(:other_service_areas as varchar[]), service_area)
      and is_team_within(cast(:other_teams as varchar[]), scope_team, is_group)
      and is_admitted(cast(:other_admitted as varchar[]), service_area, scope_team, month)
      and has_marker(cast(:other_marker as varchar), marker)
      and is_within(cast(:other_settings as varchar[]), coalesce(setting, 'not recorded'))
      and month between coalesce(cast(:other_first_month as date), date '0001-01-01')
          and coalesce(cast(:other_last_month as date), date '9999-12-01')
)
select count(*) as observations from seen semi join other using (observation_key)
