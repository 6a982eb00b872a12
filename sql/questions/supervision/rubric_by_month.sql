-- One row is one rubric, one method (observed or self-reported) and one month, with how many supervisions there are.
-- param authority varchar the council
-- param admitted varchar[] what disclosure control lets count, null for everything
-- param service_areas varchar[] names, empty for all
-- param teams varchar[] names, empty for all
-- param marker varchar case marker, null for all work
-- shows supervision by scope over month
-- returns rubric_key varchar, method varchar, month date, supervisions bigint
select rubric_key, method, month, count(*) as supervisions
from scoped_supervision
where authority = :authority
and is_within(cast(:service_areas as varchar[]), service_area)
and is_team_within(cast(:teams as varchar[]), scope_team, is_group)
and is_admitted(cast(:admitted as varchar[]), service_area, scope_team, month)
and has_marker(cast(:marker as varchar), marker)
group by all
order by rubric_key, method, month
