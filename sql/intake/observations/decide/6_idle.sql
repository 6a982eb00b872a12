-- One row will be one observation of the file with which nothing is to be done.
create temp table idle as
select observation_key from row_status group by observation_key having bool_and(status = 'unchanged')
