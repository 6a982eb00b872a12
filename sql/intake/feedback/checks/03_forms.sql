-- One row is one form or version of a form that the framework does not have.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number,
    case when known.form_key is null then 'form' else 'form_version' end as column_name,
    case when known.form_key is null then 'unknown_form' else 'unknown_version' end as code,
    case when known.form_key is null then typed.form_key else typed.form_version end as value,
    known.hint
from typed
left join (select form_key, any_value(hint) as hint from form group by form_key) as known
    on known.form_key = typed.form_key
where typed.form_key is not null
and not exists (from form where form.form_key = typed.form_key and form.form_version = typed.form_version)
