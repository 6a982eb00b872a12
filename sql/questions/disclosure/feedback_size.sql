-- One row is one part of the service, one length of time and one item, with how many answers and workers it has.
-- service_area and part are null for all of them together; element (an item of the form) is null for whatever item. An
-- answer that names no worker counts as about a worker of its own. What workers themselves said is left out.
-- param authority varchar the council
-- param form varchar key of a form, null for all together
-- param part varchar what a service area is divided into: team, respondent, time_point or mode
-- returns service_area varchar, part varchar, length varchar, first_month date, element varchar, rows bigint, people bigint
with asked as materialized (
    select
        feedback_key, service_area, month, coalesce(worker_id, cast(feedback_key as varchar)) as worker_id,
        case :part
            when 'respondent' then respondent when 'time_point' then coalesce(time_point, '')
            when 'mode' then coalesce(mode, '') else team
        end as part
    from feedback_request
    where authority = :authority and superseded_by is null and outcome = 'answered' and respondent <> 'worker'
      and (cast(:form as varchar) is null or form_key = :form)
),
counted as (
    select asked.service_area, asked.part, asked.month, asked.worker_id, response.item as element, count(*) as answers
    from asked
    join feedback_response as response
        on response.feedback_key = asked.feedback_key and response.superseded_by is null and response.value is not null
    group by all
    union all
    select service_area, part, month, worker_id, null, count(*) from asked group by all
),
at_length as (
    select service_area, part, worker_id, element, answers, unnest(lengths_of_time(month), recursive := true)
    from counted
)
select
    service_area, part, length, first_month, element, cast(sum(answers) as bigint) as rows,
    count(distinct worker_id) as people
from at_length
group by grouping sets (
    (service_area, part, length, first_month, element), (service_area, length, first_month, element),
    (length, first_month, element)
)
order by service_area, part, length, first_month, element
