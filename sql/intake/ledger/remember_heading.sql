-- Remembers what a heading means.
-- param authority varchar the council; empty for kinds that belong to none
-- param kind varchar the kind of file
-- param heading varchar the heading
-- param column_name varchar the column; empty to leave it out
-- param batch_id varchar the import
insert into heading_mapping values (:authority, :kind, :heading, :column_name, :batch_id)
