-- One row is one word by which events are grouped; words that differ in their case only are one.
-- param authority varchar the council
-- returns category varchar
select min(category) as category
from event
where authority = :authority and superseded_by is null and category is not null
group by lower(category)
order by lower(category)
