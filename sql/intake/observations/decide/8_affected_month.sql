-- One row will be one month whose monthly figures change.
-- A fresh month has nothing in the store and gets nothing from observations that the store has already, so that its
-- figures follow from the file alone.
-- param authority varchar the council
create temp table affected_month as
select month, bool_and(is_fresh) as is_fresh
from (
    select distinct month, not is_stored as is_fresh
    from incoming
    where observation_key not in (select observation_key from idle)
    union all
    select distinct month, false
    from stored
    where observation_key not in (select observation_key from idle)
    union all
    select distinct month, false
    from observation_month
    where authority = :authority
)
group by month
having month in (
    select month from incoming where observation_key not in (select observation_key from idle)
    union all
    select month from stored where observation_key not in (select observation_key from idle)
)
