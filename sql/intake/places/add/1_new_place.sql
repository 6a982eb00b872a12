-- One row will be one service area and team of the rows that are taken in.
create temp table new_place as select distinct service_area, team from typed where service_area is not null
