-- One row is one heading that a person assigned to a column in an earlier import; the newest last.
-- param authority varchar the council; the rows of kinds that belong to none are given too
-- returns authority varchar, kind varchar, heading varchar, column_name varchar
select heading_mapping.authority, heading_mapping.kind, heading_mapping.heading, heading_mapping.column_name
from heading_mapping
join import_batch using (batch_id)
where heading_mapping.authority in (:authority, '')
order by import_batch.batch_no
