-- Removes agreed grades of observations that are gone with the import: there is nothing left that they were agreed on.
delete from grade where is_agreed and observation_key not in (select observation_key from observation)
