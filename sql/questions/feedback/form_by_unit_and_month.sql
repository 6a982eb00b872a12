-- One row is one unit (a service area or a team), one form and one month (or quarter, or year) by its first day, or all
-- months together by the first of them, in two parts if so wanted, with how many were asked and answered.
-- place_sum: how high up the scale each person's answers lie on average (0 to 1), added up over placed people.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param marker varchar case marker, null for all work
-- param forms varchar[] key of a form, one entry for each of its items that counts
-- param versions varchar[] its version, in the same order
-- param items varchar[] the item, in the same order
-- param lowests double[] the lowest point of the item's scale, in the same order
-- param highests double[] the highest point, in the same order
-- param unit varchar service_area or team
-- param grain varchar month, quarter, year or period
-- param later_first date first month of the later part of a period, null for one part
-- shows feedback by unit over grain
-- returns unit varchar, form_key varchar, month date, asked bigint, answered bigint, placed bigint, place_sum double
with asked as (
    select
        unnest(cast(:forms as varchar[])) as form_key, unnest(cast(:versions as varchar[])) as form_version,
        unnest(cast(:items as varchar[])) as item, unnest(cast(:lowests as double[])) as lowest,
        unnest(cast(:highests as double[])) as highest
),
request as (
    select *
    from scoped_feedback
    where authority = :authority
    and is_within(cast(:service_areas as varchar[]), service_area)
    and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
    and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
    and has_marker(cast(:marker as varchar), marker)
    and month between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
    and respondent <> 'worker' and form_key in (select form_key from asked)
),
placed as (
    select request.feedback_key, avg((response.value - asked.lowest) / (asked.highest - asked.lowest)) as place
    from request
    join feedback_response as response
        on response.feedback_key = request.feedback_key and response.superseded_by is null
        and response.value is not null
    join asked
        on asked.form_key = request.form_key and asked.form_version = request.form_version
        and asked.item = response.item
    group by request.feedback_key
)
select
    if(:unit = 'team', request.scope_team, request.service_area) as unit, request.form_key,
    cast(if(
        :grain = 'period',
        if(request.month >= cast(:later_first as date), cast(:later_first as date), cast(:first_month as date)),
        date_trunc(if(:grain = 'period', 'month', :grain), request.month)
    ) as date) as month,
    count(*) as asked, count(*) filter (where request.outcome = 'answered') as answered,
    count(placed.place) as placed, coalesce(sum(placed.place), 0) as place_sum
from request
left join placed using (feedback_key)
group by all
order by unit, form_key, month
