-- Gives every element and composite of the framework that has none yet a bit of its own, for good.
-- param authority varchar the council
insert into element_bit
select
    :authority, named.element,
    (select coalesce(max(bit), -1) from element_bit where authority = :authority) + row_number() over (order by named.element)
from (select element from composite_element union select composite from composite_element) as named
where named.element not in (select element from element_bit where authority = :authority)
