-- Leaves rows with a fault out of what will be written.
delete from typed where row_number in (select row_number from problem)
