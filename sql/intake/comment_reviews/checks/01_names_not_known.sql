-- One row is one word in the column safe_to_show that is neither yes nor no.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'safe_to_show' as column_name, 'unknown_choice' as code, staged.safe_to_show as value, choice.hint
from staged
join choice on choice.column_name = 'safe_to_show' and choice.given = staged.safe_to_show
where choice.name is null
