-- One row: whether the authority has groups, or rows left of groups that it had.
-- param authority varchar the council
-- returns has_groups boolean
select
    exists (from team_group_member where authority = :authority)
    or exists (from group_observation_month where authority = :authority) as has_groups
