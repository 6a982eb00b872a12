-- One row is one share without what it is counted out of, one above the whole, or a plain count with a denominator.
-- The plain counts are those of mwm/indicators.py without a denominator; a test compares the two.
-- returns row_number bigint, column_name varchar, code varchar, value varchar, hint varchar
with sorted as (
    select
        typed.row_number, typed.value, typed.denominator, staged.denominator is not null as has_denominator,
        typed.indicator in ('placement_moves', 'residential_placements') as is_count
    from typed
    join staged using (row_number)
    where typed.indicator is not null
)
select
    row_number, if(not is_count and value > denominator, 'value', 'denominator') as column_name,
    case when is_count then 'denominator_not_used'
    when not has_denominator then 'denominator_needed'
    else 'more_than_the_whole' end as code,
    null as value, null as hint
from sorted
where if(is_count, has_denominator, not has_denominator or value > denominator)
