-- One row will be one month in which a version of one of these observations lies.
create temp table affected_month as
select distinct month, false as is_fresh
from observation
where observation_key in (select observation_key from recount)
