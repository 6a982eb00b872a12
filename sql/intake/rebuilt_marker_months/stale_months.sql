-- One row: how many affected months have to be worked out again for case markers; none where the authority has none,
-- and no rows are left of those that it had.
-- param authority varchar the council
-- returns months bigint
select count(*) as months
from affected_month
where not is_fresh
and (
    exists (from observation_marker where authority = :authority)
    or exists (from marker_observation_month where authority = :authority)
)
