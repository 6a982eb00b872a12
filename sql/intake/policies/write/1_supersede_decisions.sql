-- Marks the decisions that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update policy set superseded_by = :batch_id
where authority = :authority and superseded_by is null
and policy in (select policy from typed join decided using (row_number) where decided.status = 'replaced')
