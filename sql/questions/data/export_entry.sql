-- One row is one file that left the dashboard, newest first; also those whose numbers are of no council in the store.
-- param authority varchar the council
-- returns exported_at timestamp, exported_by varchar, question varchar, scope_words varchar, scope_link varchar, form varchar, way varchar, store_version bigint, has_small_numbers boolean, row_count bigint
select exported_at, exported_by, question, scope_words, scope_link, form, way, store_version, has_small_numbers, row_count
from export_entry
where authority = :authority or authority is null
order by exported_at desc
