-- One row is one month of one indicator, from its first month to its last one; months without a value too.
-- param authority varchar the council
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param indicators varchar[] keys of indicators
-- returns indicator varchar, month date, value double, denominator double
with given as (
    select indicator, month, value, denominator
    from indicator_month
    where authority = :authority and superseded_by is null
      and list_contains(cast(:indicators as varchar[]), indicator)
      and month between coalesce(cast(:first_month as date), date '0001-01-01')
          and coalesce(cast(:last_month as date), date '9999-12-01')
),
spine as (
    select indicator, cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month
    from given
    group by indicator
)
select spine.indicator, spine.month, given.value, given.denominator
from spine
left join given on given.indicator = spine.indicator and given.month = spine.month
order by list_position(cast(:indicators as varchar[]), spine.indicator), spine.month
