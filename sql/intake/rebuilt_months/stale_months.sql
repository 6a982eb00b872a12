-- One row: how many affected months have to be worked out again from the store.
-- returns months bigint
select count(*) as months from affected_month where not is_fresh
