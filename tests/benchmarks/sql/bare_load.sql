-- Reads a file into the typed table; $file is its path.
insert into bare_observation select * from read_csv($file)
