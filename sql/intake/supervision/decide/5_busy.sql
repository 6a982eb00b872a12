-- One row will be one supervision of the file about which anything is new.
create temp table busy as
select distinct supervision_key from decided where status <> 'unchanged'
