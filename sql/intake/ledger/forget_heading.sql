-- Forgets what a heading meant before.
-- param authority varchar the council; empty for kinds that belong to none
-- param kind varchar the kind of file
-- param heading varchar the heading
delete from heading_mapping where authority = :authority and kind = :kind and heading = :heading
