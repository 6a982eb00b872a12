-- One row is one key that has more than one current version.
-- returns subject varchar, detail varchar
select 'observation ' || cast(observation_key as varchar) as subject, cast(count(*) as varchar) || ' versions' as detail
from observation where superseded_by is null group by observation_key having count(*) > 1
union all
select 'grade of ' || cast(observation_key as varchar), element || ', ' || cast(count(*) as varchar) || ' versions'
from grade where superseded_by is null group by observation_key, grader_id, element having count(*) > 1
union all
select 'case marker of ' || cast(observation_key as varchar), cast(count(*) as varchar) || ' versions'
from observation_marker where superseded_by is null group by observation_key, marker having count(*) > 1
union all
select 'coaching', cast(count(*) as varchar) || ' versions'
from coaching_session where superseded_by is null group by authority, coaching_id, kind having count(*) > 1
union all
select 'team', service_area || ', ' || team
from team where superseded_by is null group by authority, service_area, team having count(*) > 1
union all
select 'service area', service_area from service_area group by authority, service_area having count(*) > 1
union all
select 'membership', service_area || ', ' || team
from team_membership where superseded_by is null
group by authority, worker_id, service_area, team, valid_from having count(*) > 1
union all
select 'member of a group', team_group
from team_group_member where superseded_by is null
group by authority, team_group, team, worker_id, valid_from having count(*) > 1
union all
select 'supervision ' || cast(supervision_key as varchar), cast(count(*) as varchar) || ' versions'
from supervision where superseded_by is null group by supervision_key having count(*) > 1
union all
select 'grade of supervision ' || cast(supervision_key as varchar), item || ', ' || cast(count(*) as varchar) || ' versions'
from supervision_grade where superseded_by is null group by supervision_key, grader_id, item having count(*) > 1
union all
select 'request for feedback', cast(count(*) as varchar) || ' versions'
from feedback_request where superseded_by is null group by feedback_key having count(*) > 1
union all
select 'answer of a family', item || ', ' || cast(count(*) as varchar) || ' versions'
from feedback_response where superseded_by is null group by feedback_key, item having count(*) > 1
union all
select 'looked after, ' || authority, cast(month as varchar)
from looked_after_month where superseded_by is null group by authority, month, breakdown, category having count(*) > 1
union all
select 'published figure', concat_ws(', ', area_code, year, measure, release)
from published_figure where superseded_by is null group by area_code, year, measure, release having count(*) > 1
union all
select 'indicator ' || indicator, cast(month as varchar)
from indicator_month where superseded_by is null group by authority, indicator, month having count(*) > 1
union all
select 'event ' || cast(event_id as varchar), cast(count(*) as varchar) || ' versions'
from event where superseded_by is null group by event_id having count(*) > 1
union all
select 'next step ' || next_step_id, cast(count(*) as varchar) || ' versions'
from next_step where superseded_by is null group by authority, next_step_id having count(*) > 1
union all
select 'target ' || cast(target_id as varchar), cast(count(*) as varchar) || ' versions'
from target where superseded_by is null group by target_id having count(*) > 1
union all
select 'baseline ' || cast(baseline_id as varchar), cast(count(*) as varchar) || ' versions'
from baseline where superseded_by is null group by baseline_id having count(*) > 1
union all
select 'decision of ' || authority, policy
from policy where superseded_by is null group by authority, policy having count(*) > 1
union all
select 'authority', authority from authority group by authority having count(*) > 1
