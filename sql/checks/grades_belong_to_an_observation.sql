-- One row is one observation key with current grades but no current observation, or the other way round, or with case
-- markers but no current observation.
-- returns subject varchar, detail varchar
select 'observation ' || cast(observation_key as varchar) as subject, 'grades without observation' as detail
from (
    select distinct observation_key from grade where superseded_by is null
    except
    select observation_key from observation where superseded_by is null
)
union all
select 'observation ' || cast(observation_key as varchar), 'observation without grades'
from (
    select observation_key from observation where superseded_by is null
    except
    select observation_key from grade where superseded_by is null
)
union all
select 'observation ' || cast(observation_key as varchar), 'case marker without observation'
from (
    select distinct observation_key from observation_marker where superseded_by is null
    except
    select observation_key from observation where superseded_by is null
)
