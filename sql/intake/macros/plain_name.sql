-- A name without case, spaces, hyphens and other marks, for telling whether two names are meant to be the same.
create or replace temp macro plain_name(given) as
    coalesce(nullif(regexp_replace(lower(given), '[^\p{L}\p{N}]', '', 'g'), ''), given)
