-- One row is one area, one year and one measure, from the newest release, with the value of the release before where that differed.
-- param areas varchar[] names or codes, empty for all
-- param first_year integer first year, null for all
-- param last_year integer last year, null for all
-- returns year integer, area_code varchar, area varchar, area_level varchar, measure varchar, value double, symbol varchar, release varchar, source varchar, earlier_value double, earlier_release varchar
with ranked as (
    select *, row_number() over (partition by area_code, year, measure order by release desc) as newness
    from published_figure
    where superseded_by is null
      and (is_within(cast(:areas as varchar[]), area) or list_contains(cast(:areas as varchar[]), area_code))
      and year between coalesce(:first_year, 0) and coalesce(:last_year, 9999)
),
earlier as (
    select area_code, year, measure, max_by(value, release) as value, max(release) as release
    from ranked
    where newness > 1 and value is not null
    group by area_code, year, measure
)
select
    cast(ranked.year as integer) as year, ranked.area_code, ranked.area, ranked.area_level, ranked.measure,
    ranked.value, ranked.symbol, ranked.release, ranked.source,
    if(earlier.value <> ranked.value, earlier.value, null) as earlier_value,
    if(earlier.value <> ranked.value, earlier.release, null) as earlier_release
from ranked
left join earlier
    on earlier.area_code = ranked.area_code and earlier.year = ranked.year and earlier.measure = ranked.measure
where ranked.newness = 1
order by ranked.area, ranked.year, ranked.measure
