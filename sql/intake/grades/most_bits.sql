-- One row: the highest bit that an authority's elements and composites have; null where there are none.
-- param authority varchar the council
-- returns bit tinyint
select max(bit) as bit from element_bit where authority = :authority
