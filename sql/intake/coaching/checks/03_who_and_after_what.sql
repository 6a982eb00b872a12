-- One row is one reference that does not fit the kind of coaching, or one row that says neither who was coached nor
-- after what.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select row_number, 'observation_id' as column_name, 'reference_of_another_kind' as code, null as value, 'supervision' as hint
from typed
where kind = 'supervision' and observation_key is not null
union all
select row_number, 'supervision_id', 'reference_of_another_kind', null, 'practice'
from typed
where kind = 'practice' and supervision_key is not null
union all
select row_number, null, 'nobody_coached', null, null
from typed
where person_id is null and observation_key is null and supervision_key is null
