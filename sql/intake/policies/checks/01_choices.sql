-- One row is one thing that cannot be decided, or a choice that it does not have.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'policy' as column_name, 'unknown_choice' as code, staged.policy as value, choice.hint
from staged
join choice on choice.column_name = 'policy' and choice.given = staged.policy
where choice.name is null
union all
select staged.row_number, 'value', 'unknown_choice', staged.value, coalesce(policy_choice.hint, choice.hint)
from staged
join typed using (row_number)
join choice on choice.column_name = 'value' and choice.given = staged.value
left join (select distinct policy, hint from policy_choice) as policy_choice on policy_choice.policy = typed.policy
where typed.value is null
or (
    typed.policy is not null
    and (typed.policy, typed.value) not in (select (policy, value) from policy_choice)
)
