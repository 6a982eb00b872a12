-- One row is one refused row's number.
-- returns row_number bigint
select distinct row_number from problem order by row_number
