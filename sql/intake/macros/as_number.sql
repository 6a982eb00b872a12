-- Reads a number, with or without commas between thousands; not a number and infinity are no numbers here.
create or replace temp macro as_number(given) as
    case when isfinite(try_cast(given as double)) then try_cast(given as double)
    when regexp_full_match(given, '[0-9]{1,3}(,[0-9]{3})+') then try_cast(replace(given, ',', '') as double) end
