-- One row is one element that is not known.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select staged.row_number, 'element' as column_name, 'unknown_choice' as code, staged.element as value, choice.hint
from staged
join choice on choice.column_name = 'element' and choice.given = staged.element
where choice.name is null
