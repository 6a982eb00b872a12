-- One row is one observed visit and one element, with what the family, the worker and the observer made of it.
-- Each as a share of its scale, 0 the lowest and 1 the highest point; null where there is none. visit is a number that means nothing outside this table. Answers of several members
-- of the family, and to several items about the element, are averaged. Only feedback right after the visit counts.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param first_month date first month, null for all
-- param last_month date last month, null for all
-- param marker varchar case marker, null for all work
-- param forms varchar[] key of a form, one entry for each item that is about an element
-- param versions varchar[] its version, in the same order
-- param items varchar[] the item, in the same order
-- param elements varchar[] the element, in the same order
-- param lowests double[] the lowest point of the item's scale, in the same order
-- param highests double[] the highest point, in the same order
-- param first_times varchar[] what the form calls right after the visit, in the same order; empty for no name
-- param lowest double the lowest grade of an element
-- param highest double the highest grade
-- shows feedback by scope over period
-- returns visit bigint, element varchar, family double, worker double, observer double
with asked as (
    select
        unnest(cast(:forms as varchar[])) as form_key, unnest(cast(:versions as varchar[])) as form_version,
        unnest(cast(:items as varchar[])) as item, unnest(cast(:elements as varchar[])) as element,
        unnest(cast(:lowests as double[])) as lowest, unnest(cast(:highests as double[])) as highest,
        unnest(cast(:first_times as varchar[])) as first_time
),
told as (
    select
        request.observation_key, asked.element,
        avg((response.value - asked.lowest) / (asked.highest - asked.lowest))
            filter (where request.respondent <> 'worker') as family,
        avg((response.value - asked.lowest) / (asked.highest - asked.lowest))
            filter (where request.respondent = 'worker') as worker
    from scoped_feedback as request
    join feedback_response as response
        on response.feedback_key = request.feedback_key and response.superseded_by is null
        and response.value is not null
    join asked
        on asked.form_key = request.form_key and asked.form_version = request.form_version
        and asked.item = response.item
    where request.authority = :authority
    and is_within(cast(:service_areas as varchar[]), request.service_area)
    and is_team_within(cast(:teams as varchar[]), request.scope_team, request.is_group)
    and is_admitted(cast(:admitted as varchar[]), request.service_area, request.scope_team, request.month)
    and has_marker(cast(:marker as varchar), request.marker)
    and request.month between coalesce(cast(:first_month as date), date '0001-01-01')
        and coalesce(cast(:last_month as date), date '9999-12-01')
    and request.observation_key is not null
    and (request.time_point is null or request.time_point = asked.first_time)
    group by all
),
seen as (
    select
        told.observation_key, told.element,
        (coalesce(grade.mean_grade, grade.grade) - :lowest) / (:highest - :lowest) as observer
    from told
    join observation
        on observation.observation_key = told.observation_key and observation.superseded_by is null
    join grade
        on grade.observation_key = told.observation_key and grade.element = told.element
        and grade.is_counted and grade.superseded_by is null
)
select
    dense_rank() over (order by told.observation_key) as visit, told.element, told.family, told.worker,
    seen.observer
from told
left join seen using (observation_key, element)
order by visit, told.element
