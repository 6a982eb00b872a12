-- Removes frameworks that no authority uses any more.
delete from framework where framework_key not in (select framework_key from authority)
