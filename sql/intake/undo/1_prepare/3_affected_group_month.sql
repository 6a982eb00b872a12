-- One row will be one month whose rows of groups are worked out again: every one, where the import changed groups.
-- param authority varchar the council
-- param batch_id varchar the import
create temp table affected_group_month as
select month from affected_month
union
select month
from observation_month
where authority = :authority and exists (from team_group_member where batch_id = :batch_id or superseded_by = :batch_id)
