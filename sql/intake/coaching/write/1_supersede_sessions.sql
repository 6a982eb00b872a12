-- Marks the sessions that get a new version.
-- param authority varchar the council
-- param batch_id varchar this import
update coaching_session set superseded_by = :batch_id
where authority = :authority and superseded_by is null and kind in ('practice', 'supervision')
and coaching_id in (select coaching_id from decided where status = 'replaced')
