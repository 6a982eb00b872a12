-- Whether a name is among the names asked for; an empty list asks for everything.
create or replace macro is_within(names, name) as len(names) = 0 or list_contains(names, name)
