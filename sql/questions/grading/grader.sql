-- One row is one grader of a council, in an order in which nobody moves while no import is taken back: that of the imports
-- that brought the first grades, and within one import one that says nothing of the person.
-- param authority varchar the council
-- returns grader_id varchar
with brought as (
    select distinct grade.grader_id, grade.batch_id
    from grade
    where not grade.is_agreed
),
first_import as (
    select brought.grader_id, min(import_batch.batch_no) as batch_no
    from brought
    join import_batch on import_batch.batch_id = brought.batch_id
    where import_batch.authority = :authority
    group by brought.grader_id
)
select grader_id from first_import order by batch_no, md5(:authority || chr(31) || grader_id)
