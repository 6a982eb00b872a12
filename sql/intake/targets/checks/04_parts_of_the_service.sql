-- One row is one part of the service for a measure that is counted for the whole council.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    typed.row_number, case when typed.team is null then 'service_area' else 'team' end as column_name,
    'whole_authority_only' as code, null as value, null as hint
from typed
join measure on measure.measure = typed.measure
where measure.is_whole and (typed.service_area is not null or typed.team is not null)
