-- One row is one file that left the dashboard: when, by whom, which numbers, and whether small ones were in it. Rows are
-- only ever added. No answer is worked out from them, so that adding one leaves every remembered answer as it is.
create table export_entry (
    exported_at timestamp not null,
    exported_by varchar not null,
    authority varchar,
    question varchar not null,
    scope_words varchar not null,
    scope_link varchar not null,
    form varchar not null,
    way varchar not null,
    store_version bigint not null,
    has_small_numbers boolean not null,
    row_count bigint not null
);
