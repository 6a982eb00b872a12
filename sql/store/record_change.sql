-- Records that a transaction changed the data; caches are keyed by the newest number.
-- param change_no bigint the next number
-- param changed_at timestamp when, UTC
-- param what varchar what was done, in a few words
insert into store_change values (:change_no, :changed_at, :what)
