"""Which groups of teams or of workers a council has made up."""

from __future__ import annotations

from mwm.answer import Answer, Column, Method
from mwm.questions.question import nothing, question
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("team_group", "Group"),
    Column("sort", "Made of"),
    Column("members", "Members", "count"),
    Column("first_day", "First day", "date"),
    Column("last_day", "Last day", "date"),
    Column("observations", "Observations", "count"),
)
_METHOD = Method(
    definition="A group of teams counts a team's observations of every month whose first day lies in the team's time "
    "in the group; a group of workers counts the observations whose own day lies in the worker's time in it.",
    exclusions="Members are those of any time, ended ones too. No first day means from the beginning, no last day "
    "means that it goes on.",
    sql=("questions/groups/group",),
)


@question(
    "groups",
    "Groups of teams or of workers: how many members, from when to when, and how many observations.",
    kinds=("groups", "observations"),
    of_single_people=True,  # a group may be one worker
)
def groups(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """Every group that the viewer may see, in the order of their names.

    Rows: team_group, sort (teams or workers), members (of any time), first_day (None where a member has none),
    last_day (None while a member goes on), observations (in the service areas, settings and months of the scope).
    A viewer who may see certain teams only sees the groups that are named among them.
    """
    words = "There are no groups yet. Import a file of groups to make one."
    empty = nothing("groups", scope, _COLUMNS, _METHOD, headline=words, counts=("groups",))
    if scope.authority is None:
        return empty
    asked = scope.parameters()
    del asked["teams"]
    rows = store.read("questions/groups/group", **asked)
    if names := viewer.teams or scope.teams:
        rows = rows[rows["team_group"].isin(names)].reset_index(drop=True)
    if rows.empty:
        return empty
    count = len(rows)
    return Answer(
        question="groups",
        status="ok",
        headline=f"{count} {'group' if count == 1 else 'groups'}: {_sorts(list(rows['sort']))}.",
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={"groups": count},
        method=_METHOD,
        caveats=("One observation may count in several groups: they do not add up.",),
    )


def _sorts(sorts: list[str]) -> str:
    """2 of teams and 1 of workers."""
    return " and ".join(f"{sorts.count(sort)} of {sort}" for sort in ("teams", "workers") if sort in sorts)
