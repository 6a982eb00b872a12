-- Whether disclosure control lets the rows of one team (or group) and month count; null lets all count.
create or replace macro is_admitted(keys, service_area, team, month) as
    keys is null
    or concat_ws('|', service_area, team, strftime(month, '%Y-%m')) in (select unnest(keys))
