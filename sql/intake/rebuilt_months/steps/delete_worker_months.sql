-- Empties the months whose figures change.
-- param authority varchar the council
delete from worker_month where authority = :authority and month in (select month from affected_month where not is_fresh)
