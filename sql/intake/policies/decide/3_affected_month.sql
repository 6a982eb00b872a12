-- One row will be one month whose monthly figures change.
create temp table affected_month as
select distinct month, false as is_fresh
from observation
where superseded_by is null and observation_key in (select observation_key from recount)
