-- Forgets the bits of an authority that came with an undone import and is gone.
-- param authority varchar the council
delete from element_bit
where authority = :authority and not exists (from authority where authority.authority = element_bit.authority)
