-- Adds the next version of a workshop, unless another version of this number or a later one is there already.
-- param workshop_id varchar which workshop
-- param version_no integer its number
-- param title varchar the workshop's title
-- param steps integer how many steps it has
-- param definition varchar the text of its file
-- param is_deleted boolean whether this version is its deletion
-- param saved_by varchar who
-- param saved_at timestamp now, UTC
-- param mark varchar what tells this saving from any other
insert into workshop_version
select
    cast(:workshop_id as varchar), :version_no, :title, :steps, :definition, :is_deleted, :saved_by, :saved_at, :mark
where not exists (
    from workshop_version where workshop_id = :workshop_id and version_no >= :version_no
)
