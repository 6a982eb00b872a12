-- Reads a month, as its first day: 2025-04, 04/2025, Apr 2025, or the date of its first or last day.
create or replace temp macro as_month(given) as coalesce(
    cast(try_strptime(given, ['%Y-%m', '%m/%Y', '%b %Y', '%B %Y']) as date),
    case when day(as_date(given)) = 1 or as_date(given) = last_day(as_date(given))
    then cast(date_trunc('month', as_date(given)) as date) end
)
