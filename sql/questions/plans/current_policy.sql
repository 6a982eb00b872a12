-- One row: what the council has decided for one policy, null where it has decided nothing.
-- param authority varchar the council
-- param policy varchar key of the policy
-- returns value varchar
select max(value) as value from policy where authority = :authority and policy = :policy and superseded_by is null
