-- The typed table into which a file is read without any check.
create table bare_observation (
    observation_id varchar,
    observed_on date,
    service_area varchar,
    team varchar,
    worker_id varchar,
    observer_id varchar,
    setting varchar,
    medium varchar,
    visit_number smallint,
    family_ref varchar,
    coached_on date,
    markers varchar,
    grader_id varchar,
    evocation double,
    collaboration double,
    autonomy double,
    empathy double,
    purposefulness double,
    clarity_about_concerns double,
    child_focus double
)
