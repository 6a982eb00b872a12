-- Records who did what.
-- param done_at timestamp now, UTC
-- param who varchar who
-- param action varchar what
-- param subject varchar to what
-- param detail varchar more
insert into audit_entry values (uuid(), :done_at, :who, :action, :subject, :detail)
