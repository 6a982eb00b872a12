-- One row will be one row of the file: one supervision as graded by one grader, with the version of its rubric.
-- That is the one given, else the one that the store has for this supervision and rubric, else the newest. Who reported
-- a supervision themselves is the supervisor where nobody is named.
-- param authority varchar the council
create temp table typed as
with given as (
    select
        staged.row_number,
        cast(md5(:authority || chr(31) || staged.supervision_id) as uuid) as supervision_key,
        staged.supervision_id, as_date(staged.supervised_on) as supervised_on, place.service_area, place.team,
        staged.supervisor_id,
        nullif(
            list_sort(list_distinct(list_filter(
                list_transform(string_split(staged.supervisee_ids, ';'), lambda one: trim(one)), lambda one: one <> ''
            ))),
            []
        ) as supervisee_ids,
        coalesce(staged.observer_id, if(method.name = 'self-reported', staged.supervisor_id, null)) as observer_id,
        format.name as format, method.name as method, rubric_choice.name as rubric_key, staged.rubric_version,
        staged.family_ref, as_date(staged.coached_on) as coached_on
    from staged
    left join place
        on place.given_service_area is not distinct from staged.service_area
        and place.given_team is not distinct from staged.team
    left join choice as method on method.column_name = 'method' and method.given = staged.method
    left join choice as format on format.column_name = 'format' and format.given = staged.format
    left join choice as rubric_choice on rubric_choice.column_name = 'rubric' and rubric_choice.given = staged.rubric
)
select
    given.* replace (coalesce(given.rubric_version, stored.rubric_version, rubric.rubric_version) as rubric_version),
    coalesce(staged.grader_id, given.observer_id) as grader_id
from given
join staged using (row_number)
left join supervision as stored
    on stored.authority = :authority and stored.superseded_by is null
    and stored.supervision_key = given.supervision_key and stored.rubric_key = given.rubric_key
left join rubric on rubric.rubric_key = given.rubric_key and rubric.is_newest
