-- One row will be one month whose rows of groups are worked out again: every one, since groups change.
-- param authority varchar the council
create temp table affected_group_month as
select distinct month from observation_month where authority = :authority
