-- What an observation was about, what was agreed next, and the indicators that the evaluations used.

-- One row is one case marker of one observation: edge of care, domestic abuse, … as the framework lists them.
create table observation_marker (
    observation_key uuid not null,
    authority varchar not null,
    marker varchar not null,
    batch_id varchar not null,
    superseded_by varchar
);

-- The monthly tables once more, for each marker: an observation with two markers is in both, and in none of the totals
-- over all observations. team is a team's or a group's name.
create table marker_element_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    is_group boolean not null,
    setting varchar not null,
    marker varchar not null,
    element varchar not null,
    grade double not null,
    observations bigint not null
);

create table marker_worker_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    is_group boolean not null,
    setting varchar not null,
    marker varchar not null,
    worker_id varchar not null,
    elements bigint not null
);

create table marker_observation_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    is_group boolean not null,
    setting varchar not null,
    marker varchar not null,
    observations bigint not null,
    double_graded bigint not null
);

-- One row is one thing agreed to do next, for a part of the service or for one worker.
create table next_step (
    authority varchar not null,
    next_step_id varchar not null,
    agreed_on date not null,
    service_area varchar,
    team varchar,
    worker_id varchar,
    what varchar not null,
    owner varchar,
    due_on date,
    done_on date,
    batch_id varchar not null,
    superseded_by varchar
);

-- One row is one month of one indicator; with a denominator, value counts those of it that have something.
create table indicator_month (
    authority varchar not null,
    month date not null,
    indicator varchar not null,
    value double not null,
    denominator double,
    batch_id varchar not null,
    superseded_by varchar
);
