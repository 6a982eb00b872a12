-- One row: the newest definition of the framework that an authority uses, as TOML text.
-- param authority varchar the council
-- returns definition varchar
select framework.definition
from authority
join framework on framework.framework_key = authority.framework_key
where authority.authority = :authority
order by framework.added_at desc
limit 1
