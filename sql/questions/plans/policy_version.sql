-- One row is one version of one decision of a council, the newest first.
-- param authority varchar the council
-- returns policy varchar, value varchar, reason varchar, state varchar, set_by varchar, set_at timestamp, batch_no integer, ended_by varchar, ended_at timestamp, ended_batch_no integer
select
    policy.policy, policy.value, policy.reason,
    case when policy.superseded_by is null then 'current' else 'replaced' end as state,
    policy.set_by, policy.set_at, entered.batch_no,
    ended.imported_by as ended_by, ended.imported_at as ended_at, ended.batch_no as ended_batch_no
from policy
join import_batch as entered on entered.batch_id = policy.batch_id
left join import_batch as ended on ended.batch_id = policy.superseded_by
where policy.authority = :authority
order by policy.set_at desc, entered.batch_no desc
