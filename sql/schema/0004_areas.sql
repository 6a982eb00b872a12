-- Which areas a council is read beside: the region that it lies in, and the councils most like it.

-- One row is the region of one council, as one import of published figures gives it.
create table area_region (
    area_code varchar not null,
    region_code varchar not null,
    batch_id varchar not null
);

-- One row is one statistical neighbour of one council. The lists of a council are replaced whole.
create table statistical_neighbour (
    area_code varchar not null,
    neighbour_code varchar not null,
    neighbour varchar not null,
    closeness varchar,
    source varchar not null,
    batch_id varchar not null,
    superseded_by varchar
);
