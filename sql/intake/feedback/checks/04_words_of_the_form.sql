-- One row is one respondent, mode or time point that its form does not have.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with listed as (
    select form_key, form_version, column_name, list(word) as words, any_value(hint) as hint
    from form_word
    group by all
)
select cell.row_number, cell.column_name, 'not_of_this_form' as code, cell.word as value, listed.hint
from (
    unpivot (select row_number, form_key, form_version, respondent, mode, time_point from typed)
    on respondent, mode, time_point into name column_name value word
) as cell
join listed
    on listed.form_key = cell.form_key and listed.form_version = cell.form_version
    and listed.column_name = cell.column_name
where not list_contains(listed.words, cell.word)
