-- One row will be one observation with several rows in the file, with the grades that count among them.
-- The observer's own count first, then the others' in the order of the rows. A blank is filled from another row.
-- Where the council decided for the mean of all own grades (policy which_grade), that is what counts.
-- param authority varchar the council
create temp table merged as
select
    observation_key,
    arg_min(observation_id, row_number) as observation_id,
    arg_min(observed_on, row_number) as observed_on,
    arg_min(service_area, row_number) as service_area,
    arg_min(team, row_number) as team,
    arg_min(worker_id, row_number) as worker_id,
    arg_min(observer_id, row_number) as observer_id,
    arg_min(setting, row_number) as setting,
    arg_min(medium, row_number) as medium,
    arg_min(visit_number, row_number) as visit_number,
    arg_min(family_ref, row_number) as family_ref,
    arg_min(coached_on, row_number) as coached_on,
    arg_min(markers, row_number) as markers,
    count(*) as graders,
    if(
        exists (
            from policy
            where authority = :authority and policy = 'which_grade' and value = 'mean' and superseded_by is null
        ),
        round(avg(columns('grade__.*')), 9),
        arg_min(columns('grade__.*'), row_number + case when grader_id = observer_id then 0 else 1000000000000 end)
    ) as '\0'
from typed
semi join shared using (observation_key)
group by observation_key
