-- One row is one kind of coaching that is not known.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'kind' as column_name, 'unknown_choice' as code, staged.kind as value, choice.hint
from staged
join choice on choice.column_name = 'kind' and choice.given = staged.kind
where choice.name is null
