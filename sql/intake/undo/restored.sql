-- One row: how many versions that the import replaced will be current again.
-- param batch_id varchar the import
-- returns versions bigint
select
    (select count(*) from observation where superseded_by = :batch_id)
    + (select count(*) from team where superseded_by = :batch_id)
    + (select count(*) from team_membership where superseded_by = :batch_id)
    + (select count(*) from team_group_member where superseded_by = :batch_id)
    + (select count(*) from supervision where superseded_by = :batch_id)
    + (select count(*) from coaching_session where superseded_by = :batch_id and kind in ('practice', 'supervision'))
    + (select count(*) from feedback_request where superseded_by = :batch_id)
    + (select count(*) from looked_after_month where superseded_by = :batch_id)
    + (select count(*) from indicator_month where superseded_by = :batch_id)
    + (select count(*) from published_figure where superseded_by = :batch_id)
    + (select count(*) from statistical_neighbour where superseded_by = :batch_id)
    + (select count(*) from event where superseded_by = :batch_id and batch_id <> :batch_id)
    + (select count(*) from next_step where superseded_by = :batch_id and batch_id <> :batch_id)
    + (select count(*) from target where superseded_by = :batch_id and batch_id <> :batch_id)
    + (select count(*) from baseline where superseded_by = :batch_id and batch_id <> :batch_id)
    + (select count(*) from policy where superseded_by = :batch_id) as versions
