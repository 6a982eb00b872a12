-- One row is one supervision key with current grades but no current supervision, or the other way round.
-- returns subject varchar, detail varchar
select 'supervision ' || cast(supervision_key as varchar) as subject, 'grades without supervision' as detail
from (
    select distinct supervision_key from supervision_grade where superseded_by is null
    except
    select supervision_key from supervision where superseded_by is null
)
union all
select 'supervision ' || cast(supervision_key as varchar), 'supervision without grades'
from (
    select supervision_key from supervision where superseded_by is null
    except
    select supervision_key from supervision_grade where superseded_by is null
)
