-- One row is one day that cannot be read, is in the future, or lies before the day of the observation.
-- param authority varchar the council
-- param today date the last day that may be recorded
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
select
    staged.row_number, 'agreed_on' as column_name,
    case when typed.agreed_on is null then 'not_a_date'
    when typed.agreed_on > :today then 'date_in_future'
    else 'agreed_before_observed' end as code,
    staged.agreed_on as value, null as hint
from staged
join typed using (row_number)
left join observation
    on observation.observation_key = typed.observation_key and observation.authority = :authority
    and observation.superseded_by is null
where staged.agreed_on is not null
and (typed.agreed_on is null or typed.agreed_on > :today or typed.agreed_on < observation.observed_on)
