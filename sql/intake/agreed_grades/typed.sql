-- One row will be one row of the file: one grade that graders agreed on.
-- param authority varchar the council
create temp table typed as
select
    staged.row_number,
    cast(md5(:authority || chr(31) || staged.observation_id) as uuid) as observation_key,
    choice.name as element,
    as_number(staged.agreed_grade) as grade,
    staged.reason,
    as_date(staged.agreed_on) as agreed_on
from staged
left join choice on choice.column_name = 'element' and choice.given = staged.element
