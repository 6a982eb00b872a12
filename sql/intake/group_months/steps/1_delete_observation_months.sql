-- Empties the months whose figures of groups change.
-- param authority varchar the council
delete from group_observation_month where authority = :authority and month in (select month from affected_group_month)
