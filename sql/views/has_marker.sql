-- Whether a row of a scoped view belongs to the case marker asked for; none asked for means all work, marked or not.
create or replace macro has_marker(asked, marker) as if(asked is null, marker is null, marker = asked)
