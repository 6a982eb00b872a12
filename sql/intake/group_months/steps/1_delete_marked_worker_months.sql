-- Empties the months whose figures of groups change, of work with case markers.
-- param authority varchar the council
delete from marker_worker_month
where authority = :authority and is_group and month in (select month from affected_group_month)
