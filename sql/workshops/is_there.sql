-- One row: whether a saving has become a version.
-- param workshop_id varchar which workshop
-- param mark varchar what tells the saving from any other
-- returns is_there boolean
select count(*) > 0 as is_there from workshop_version where workshop_id = :workshop_id and mark = :mark
