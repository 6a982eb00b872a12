-- One row is one batch that rows name and that is undone or unknown.
-- They name it as their origin or as what replaced them. Teams and service areas may stay when others use them.
-- returns subject varchar, detail varchar
with named as (
    select distinct 'observation' as subject, batch_id from observation
    union select 'observation', superseded_by from observation
    union select 'observation_marker', batch_id from observation_marker
    union select 'observation_marker', superseded_by from observation_marker
    union select 'grade', batch_id from grade
    union select 'grade', superseded_by from grade
    union select 'coaching_session', batch_id from coaching_session
    union select 'coaching_session', superseded_by from coaching_session
    union select 'supervision', batch_id from supervision
    union select 'supervision', superseded_by from supervision
    union select 'supervision_grade', batch_id from supervision_grade
    union select 'supervision_grade', superseded_by from supervision_grade
    union select 'team', superseded_by from team
    union select 'team_membership', batch_id from team_membership
    union select 'team_membership', superseded_by from team_membership
    union select 'team_group_member', batch_id from team_group_member
    union select 'team_group_member', superseded_by from team_group_member
    union select 'feedback_request', batch_id from feedback_request
    union select 'feedback_request', superseded_by from feedback_request
    union select 'feedback_response', batch_id from feedback_response
    union select 'feedback_response', superseded_by from feedback_response
    union select 'looked_after_month', batch_id from looked_after_month
    union select 'looked_after_month', superseded_by from looked_after_month
    union select 'indicator_month', batch_id from indicator_month
    union select 'indicator_month', superseded_by from indicator_month
    union select 'published_figure', batch_id from published_figure
    union select 'published_figure', superseded_by from published_figure
    union select 'area_region', batch_id from area_region
    union select 'statistical_neighbour', batch_id from statistical_neighbour
    union select 'statistical_neighbour', superseded_by from statistical_neighbour
    union select 'event', batch_id from event
    union select 'event', superseded_by from event
    union select 'next_step', batch_id from next_step
    union select 'next_step', superseded_by from next_step
    union select 'target', batch_id from target
    union select 'target', superseded_by from target
    union select 'baseline', batch_id from baseline
    union select 'baseline', superseded_by from baseline
    union select 'policy', batch_id from policy
    union select 'policy', superseded_by from policy
    union select 'rejected_row', batch_id from rejected_row
    union select 'heading_mapping', batch_id from heading_mapping
)
select named.subject, 'batch ' || named.batch_id as detail
from named
left join import_batch on import_batch.batch_id = named.batch_id and import_batch.undone_at is null
where named.batch_id is not null and import_batch.batch_id is null
