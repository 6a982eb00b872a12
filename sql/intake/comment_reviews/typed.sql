-- One row will be one row of the file: one comment that a person has read.
-- param authority varchar the council
create temp table typed as
select
    staged.row_number,
    cast(md5(:authority || chr(31) || staged.feedback_id) as uuid) as feedback_key,
    choice.name = 'yes' as is_safe_to_show
from staged
left join choice on choice.column_name = 'safe_to_show' and choice.given = staged.safe_to_show
