-- Hands what the import replaced on to the next later version, or makes it current again.
-- param batch_id varchar the import
update policy set superseded_by = gone.superseded_by
from (
    select distinct authority, policy, superseded_by
    from policy
    where batch_id = :batch_id
) as gone
where policy.superseded_by = :batch_id
and policy.authority = gone.authority
and policy.policy = gone.policy
