-- One row will be one decision.
create temp table typed as
select staged.row_number, chosen.name as policy, choice.name as value, staged.reason
from staged
left join choice as chosen on chosen.column_name = 'policy' and chosen.given = staged.policy
left join choice on choice.column_name = 'value' and choice.given = staged.value
