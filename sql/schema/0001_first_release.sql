-- The whole mission's tables. Rows are append-only: a corrected row gets a new version, and the
-- earlier one keeps the batch that replaced it in superseded_by. Undoing a batch deletes its rows
-- and lifts the replacements it made. There are no primary or foreign keys and no sequences:
-- keys are natural or UUIDs, and sql/checks shows that the rules hold.

create table store_change (
    change_no bigint not null,
    changed_at timestamp not null,
    what varchar not null
);

create table framework (
    framework_key varchar not null,
    version varchar not null,
    name varchar not null,
    definition varchar not null,
    sha256 varchar not null,
    added_at timestamp not null
);

create table authority (
    authority varchar not null,
    area_code varchar,
    is_synthetic boolean not null,
    framework_key varchar not null,
    created_at timestamp not null
);

create table service_area (
    authority varchar not null,
    service_area varchar not null,
    batch_id varchar not null
);

create table team (
    authority varchar not null,
    service_area varchar not null,
    team varchar not null,
    valid_from date,
    valid_to date,
    batch_id varchar not null,
    superseded_by varchar
);

create table team_membership (
    authority varchar not null,
    worker_id varchar not null,
    role varchar,
    service_area varchar not null,
    team varchar not null,
    valid_from date not null,
    valid_to date,
    batch_id varchar not null,
    superseded_by varchar
);

create table observation (
    observation_key uuid not null,
    authority varchar not null,
    observation_id varchar not null,
    observed_on date not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    worker_id varchar not null,
    observer_id varchar not null,
    setting varchar,
    medium varchar,
    visit_number smallint,
    family_ref varchar,
    framework_version varchar not null,
    batch_id varchar not null,
    superseded_by varchar
);

create table grade (
    observation_key uuid not null,
    grader_id varchar not null,
    grader_order smallint not null,
    element varchar not null,
    grade double not null,
    is_agreed boolean not null,
    is_counted boolean not null,
    reason varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table supervision (
    supervision_key uuid not null,
    authority varchar not null,
    supervision_id varchar not null,
    supervised_on date not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    supervisor_id varchar not null,
    supervisee_ids varchar[],
    observer_id varchar not null,
    format varchar,
    method varchar not null,
    rubric_key varchar not null,
    rubric_version varchar not null,
    family_ref varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table supervision_grade (
    supervision_key uuid not null,
    grader_id varchar not null,
    grader_order smallint not null,
    item varchar not null,
    grade double not null,
    is_agreed boolean not null,
    is_counted boolean not null,
    reason varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table coaching_session (
    authority varchar not null,
    coaching_id varchar not null,
    coached_on date not null,
    kind varchar not null,
    person_id varchar,
    coach_id varchar,
    observation_key uuid,
    supervision_key uuid,
    batch_id varchar not null,
    superseded_by varchar
);

create table feedback_request (
    feedback_key uuid not null,
    authority varchar not null,
    feedback_id varchar not null,
    asked_on date not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    worker_id varchar,
    respondent varchar not null,
    mode varchar,
    outcome varchar not null,
    form_key varchar not null,
    form_version varchar not null,
    time_point varchar,
    observation_key uuid,
    family_ref varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table feedback_response (
    feedback_key uuid not null,
    item varchar not null,
    value double,
    free_text varchar,
    is_safe_to_show boolean not null,
    batch_id varchar not null,
    superseded_by varchar
);

create table looked_after_month (
    authority varchar not null,
    month date not null,
    breakdown varchar not null,
    category varchar not null,
    looked_after integer not null,
    started integer,
    ceased integer,
    population_0_17 integer,
    batch_id varchar not null,
    superseded_by varchar
);

create table published_figure (
    area_code varchar not null,
    area varchar not null,
    area_level varchar not null,
    year smallint not null,
    measure varchar not null,
    value double,
    symbol varchar,
    release varchar not null,
    source varchar not null,
    batch_id varchar not null,
    superseded_by varchar
);

create table event (
    authority varchar not null,
    event_id uuid not null,
    starts_on date not null,
    ends_on date,
    title varchar not null,
    category varchar,
    service_area varchar,
    team varchar,
    owner varchar,
    note varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table target (
    authority varchar not null,
    target_id uuid not null,
    measure varchar not null,
    service_area varchar,
    team varchar,
    first_month date not null,
    last_month date,
    first_value double not null,
    last_value double,
    note varchar,
    batch_id varchar not null,
    superseded_by varchar
);

create table baseline (
    authority varchar not null,
    baseline_id uuid not null,
    measure varchar not null,
    service_area varchar,
    team varchar,
    kind varchar not null,
    first_month date not null,
    last_month date,
    reason varchar not null,
    set_by varchar not null,
    set_at timestamp not null,
    withdrawn_at timestamp,
    batch_id varchar not null,
    superseded_by varchar
);

create table import_batch (
    batch_id varchar not null,
    batch_no integer not null,
    authority varchar,
    kind varchar not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    file_bytes bigint not null,
    imported_at timestamp not null,
    imported_by varchar not null,
    rows_read bigint not null,
    rows_new bigint not null,
    rows_replaced bigint not null,
    rows_unchanged bigint not null,
    rows_refused bigint not null,
    first_date date,
    last_date date,
    is_synthetic boolean not null,
    note varchar,
    undone_at timestamp,
    undone_by varchar
);

create table rejected_row (
    batch_id varchar not null,
    row_number bigint not null,
    column_name varchar,
    problem varchar not null,
    value_shape varchar,
    message varchar not null,
    mend varchar not null,
    row_values varchar not null
);

create table heading_mapping (
    authority varchar not null,
    kind varchar not null,
    heading varchar not null,
    column_name varchar not null,
    batch_id varchar not null
);

create table audit_entry (
    audit_id uuid not null,
    done_at timestamp not null,
    who varchar not null,
    action varchar not null,
    subject varchar not null,
    detail varchar
);

-- Kept up in the same transaction as each import, so that the cost of a page does not grow with history.
create table element_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    element varchar not null,
    grade double not null,
    observations bigint not null
);

-- elements: the sum of the bits (1 << element_bit.bit) of what the worker was graded for, so that distinct workers can be
-- counted for every element in one pass.
create table worker_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    worker_id varchar not null,
    elements bigint not null
);

create table element_bit (
    authority varchar not null,
    element varchar not null,
    bit tinyint not null
);

create table observation_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    observations bigint not null,
    double_graded bigint not null
);
