-- Empties the months whose figures of case markers change; those of groups follow later.
-- param authority varchar the council
delete from marker_element_month
where authority = :authority and not is_group and month in (select month from affected_month where not is_fresh)
