-- One row is one target whose months touch those of another of the same measure and place, in the file or in the store.
-- param authority varchar the council
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with incoming as (
    select * from typed where measure is not null and first_month is not null and not is_withdrawn
),
other as (
    select
        row_number, target_id, measure, service_area, team, first_month, last_month, 'row ' || row_number as words
    from incoming
    union all
    select
        null, target_id, target.measure, service_area, team, first_month, last_month,
        concat(
            '“', measure.name, '” from ', strftime(first_month, '%Y-%m'),
            case when last_month is null then ' on' else ' to ' || strftime(last_month, '%Y-%m') end
        )
    from target
    left join measure on measure.measure = target.measure
    where target.authority = :authority and target.superseded_by is null
    and target.target_id not in (select target_id from typed)
)
select
    incoming.row_number, 'from' as column_name, 'overlapping_targets' as code, null as value,
    min(other.words) as hint
from incoming
join other
    on other.measure = incoming.measure and other.target_id <> incoming.target_id
    and other.service_area is not distinct from incoming.service_area and other.team is not distinct from incoming.team
    and other.first_month <= coalesce(incoming.last_month, date '9999-01-01')
    and incoming.first_month <= coalesce(other.last_month, date '9999-01-01')
group by incoming.row_number
