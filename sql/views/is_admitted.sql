-- Whether disclosure control lets the rows of one team (or group) and month count; null lets all count.
create or replace macro is_admitted(keys, service_area, team, month) as
    keys is null
    or (service_area, team, month) in (
        select split_part(key, '|', 1), split_part(key, '|', 2), cast(split_part(key, '|', 3) || '-01' as date)
        from unnest(keys) as admitted(key)
    )
