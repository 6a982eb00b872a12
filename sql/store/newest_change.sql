-- One row: the number of the newest change to the data; 0 for a new store.
-- returns change_no bigint
select coalesce(max(change_no), 0) as change_no from store_change
