-- One row will be one row of the file: one coaching session.
-- param authority varchar the council
create temp table typed as
select
    staged.row_number, staged.coaching_id, as_date(staged.coached_on) as coached_on, choice.name as kind,
    staged.person_id, staged.coach_id,
    cast(md5(:authority || chr(31) || staged.observation_id) as uuid) as observation_key,
    cast(md5(:authority || chr(31) || staged.supervision_id) as uuid) as supervision_key
from staged
left join choice on choice.column_name = 'kind' and choice.given = staged.kind
