-- One row is one replaced version without a version by the batch that is said to have replaced it.
-- returns subject varchar, detail varchar
select 'observation ' || cast(observation_key as varchar) as subject, 'batch ' || superseded_by as detail
from (
    select observation_key, superseded_by from observation where superseded_by is not null
    except
    select observation_key, batch_id from observation
)
union all
select 'case marker of ' || cast(observation_key as varchar), 'batch ' || superseded_by
from (
    select observation_key, superseded_by from observation_marker where superseded_by is not null
    except
    select observation_key, batch_id from observation
)
union all
select 'grade of ' || cast(observation_key as varchar), 'batch ' || superseded_by
from (
    select observation_key, grader_id, superseded_by from grade where superseded_by is not null
    except
    select observation_key, grader_id, batch_id from grade
)
union all
select 'member of a group', 'batch ' || superseded_by
from (
    select authority, team_group, team, worker_id, valid_from, superseded_by
    from team_group_member where superseded_by is not null
    except
    select authority, team_group, team, worker_id, valid_from, batch_id from team_group_member
)
union all
select 'supervision ' || cast(supervision_key as varchar), 'batch ' || superseded_by
from (
    select supervision_key, superseded_by from supervision where superseded_by is not null
    except
    select supervision_key, batch_id from supervision
)
union all
select 'grade of supervision ' || cast(supervision_key as varchar), 'batch ' || superseded_by
from (
    select supervision_key, grader_id, superseded_by from supervision_grade where superseded_by is not null
    except
    select supervision_key, grader_id, batch_id from supervision_grade
)
union all
select 'coaching', 'batch ' || superseded_by
from (
    select authority, coaching_id, kind, superseded_by from coaching_session where superseded_by is not null
    except
    select authority, coaching_id, kind, batch_id from coaching_session
)
union all
select 'request for feedback', 'batch ' || superseded_by
from (
    select feedback_key, superseded_by from feedback_request where superseded_by is not null
    except
    select feedback_key, batch_id from feedback_request
)
union all
select 'answer of a family', 'batch ' || superseded_by
from (
    select feedback_key, superseded_by from feedback_response where superseded_by is not null
    except
    select feedback_key, batch_id from feedback_request
)
union all
select 'looked after, ' || cast(month as varchar), 'batch ' || superseded_by
from (
    select authority, month, breakdown, category, superseded_by from looked_after_month where superseded_by is not null
    except
    select authority, month, breakdown, category, batch_id from looked_after_month
)
union all
select 'published figure', concat_ws(', ', area_code, year, measure, release)
from (
    select area_code, year, measure, release, superseded_by from published_figure where superseded_by is not null
    except
    select area_code, year, measure, release, batch_id from published_figure
)
union all
select 'statistical neighbours', concat_ws(', ', area_code, 'batch ' || superseded_by)
from (
    select area_code, superseded_by from statistical_neighbour where superseded_by is not null
    except
    select area_code, batch_id from statistical_neighbour
)
union all
select 'indicator ' || indicator, concat_ws(', ', month, 'batch ' || superseded_by)
from (
    select authority, indicator, month, superseded_by from indicator_month where superseded_by is not null
    except
    select authority, indicator, month, batch_id from indicator_month
)
union all
select 'event ' || cast(event_id as varchar), 'batch ' || superseded_by
from (
    select event_id, superseded_by from event where superseded_by is not null
    except
    select event_id, batch_id from event
)
union all
select 'next step ' || next_step_id, 'batch ' || superseded_by
from (
    select next_step_id, superseded_by from next_step where superseded_by is not null
    except
    select next_step_id, batch_id from next_step
)
union all
select 'target ' || cast(target_id as varchar), 'batch ' || superseded_by
from (
    select target_id, superseded_by from target where superseded_by is not null
    except
    select target_id, batch_id from target
)
union all
select 'baseline ' || cast(baseline_id as varchar), 'batch ' || superseded_by
from (
    select baseline_id, superseded_by from baseline where superseded_by is not null
    except
    select baseline_id, batch_id from baseline
)
union all
select 'decision of ' || authority, 'batch ' || superseded_by
from (
    select authority, policy, superseded_by from policy where superseded_by is not null
    except
    select authority, policy, batch_id from policy
)
