-- One row is one decision that holds now on the months that limits are worked out from, the latest decision last.
-- param authority varchar the council
-- returns measure varchar, service_area varchar, team varchar, kind varchar, first_month date, last_month date, reason varchar, set_by varchar, set_at timestamp
select measure, service_area, team, kind, first_month, last_month, reason, set_by, set_at
from baseline
where authority = :authority and kind in ('fixed', 'rebase') and superseded_by is null and withdrawn_at is null
order by set_at, baseline_id
