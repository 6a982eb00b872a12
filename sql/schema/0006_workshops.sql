-- Workshops: sequences of views for a room, kept whole and version by version, so that every change can be taken back.

-- One row is one version of one workshop; the one with the highest version_no counts. definition is its file's text.
-- mark tells two savings apart. No answer is worked out from them.
create table workshop_version (
    workshop_id varchar not null,
    version_no integer not null,
    title varchar not null,
    steps integer not null,
    definition varchar not null,
    is_deleted boolean not null,
    saved_by varchar not null,
    saved_at timestamp not null,
    mark varchar not null
);
