-- Removes an authority of which nothing is left.
-- param authority varchar the council
delete from authority
where authority = :authority
and authority not in (select authority from import_batch where undone_at is null and authority is not null)
and authority not in (select authority from service_area)
and authority not in (select authority from event)
and authority not in (select authority from target)
and authority not in (select authority from baseline)
