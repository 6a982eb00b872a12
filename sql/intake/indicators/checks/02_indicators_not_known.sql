-- One row is one indicator that is not known.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'indicator' as column_name, 'unknown_choice' as code, staged.indicator as value, choice.hint
from staged
join choice on choice.column_name = 'indicator' and choice.given = staged.indicator
where choice.name is null
