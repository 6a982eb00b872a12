-- One row will be one month whose rows of groups are worked out again.
create temp view affected_group_month as select month from affected_month
