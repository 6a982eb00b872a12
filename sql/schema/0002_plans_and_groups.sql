-- What a council decides itself: groups that behave like a team, and how it wants to look at its numbers.

-- One row is one member of a group, a team or a worker, for a time (first and last day included).
create table team_group_member (
    authority varchar not null,
    team_group varchar not null,
    team varchar,
    worker_id varchar,
    valid_from date,
    valid_to date,
    batch_id varchar not null,
    superseded_by varchar
);

-- One row is one version of one decision; policy is one of mwm/policies.py.
create table policy (
    authority varchar not null,
    policy varchar not null,
    value varchar not null,
    reason varchar not null,
    set_by varchar not null,
    set_at timestamp not null,
    batch_id varchar not null,
    superseded_by varchar
);

-- The monthly tables once more, for groups: team is the group's name. Kept up in the same transaction as what they come
-- from; totals over all teams never read them.
create table group_element_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    element varchar not null,
    grade double not null,
    observations bigint not null
);

create table group_worker_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    worker_id varchar not null,
    elements bigint not null
);

create table group_observation_month (
    authority varchar not null,
    month date not null,
    service_area varchar not null,
    team varchar not null,
    setting varchar not null,
    observations bigint not null,
    double_graded bigint not null
);
