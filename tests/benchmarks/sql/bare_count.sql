-- One row: how many rows were read.
select count(*) from bare_observation
