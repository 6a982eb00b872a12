-- Records that a file left the dashboard.
-- param exported_at timestamp when, UTC
-- param exported_by varchar who
-- param authority varchar whose numbers; none where they are of no council in the store
-- param question varchar the question, or the pack of several
-- param scope_words varchar what was asked about, in words
-- param scope_link varchar the same as a link's values
-- param form varchar the kind of file, as its ending
-- param way varchar where it was asked for: screen, or command line
-- param store_version bigint the store's version that the numbers came from
-- param has_small_numbers boolean whether numbers of few people were shown
-- param row_count bigint how many rows it has
insert into export_entry values (:exported_at, :exported_by, :authority, :question, :scope_words, :scope_link, :form,
    :way, :store_version, :has_small_numbers, :row_count)
