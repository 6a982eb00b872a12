-- One row will be one fault of one cell or row. value is the cell as written and never leaves the intake.
create temp table problem (row_number bigint, column_name varchar, code varchar, value varchar, hint varchar)
