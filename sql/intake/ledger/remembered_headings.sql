-- One row is one heading that a person assigned to a column in an earlier import; the newest last.
-- param authority varchar the council; empty for kinds that belong to none
-- param kind varchar the kind of file
-- returns heading varchar, column_name varchar
select heading_mapping.heading, heading_mapping.column_name
from heading_mapping
join import_batch using (batch_id)
where heading_mapping.authority = :authority and heading_mapping.kind = :kind
order by import_batch.batch_no
