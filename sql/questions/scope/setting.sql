-- One row is one setting in which a council's practice was observed.
-- param authority varchar the council
-- returns setting varchar
select distinct setting from observation_month where authority = :authority order by setting
