-- One row: the area code and the name of the council.
-- param authority varchar the council
-- returns authority varchar, area_code varchar
select authority, area_code from authority where authority = :authority
