-- Reads a date: year first (2025-04-17, with or without a time) or day first (17/04/2025); never month first.
create or replace temp macro as_date(given) as coalesce(
    try_cast(given as date),
    cast(try_strptime(given, [
        '%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M',
        '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M'
    ]) as date)
)
