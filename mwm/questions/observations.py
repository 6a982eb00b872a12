"""The observations behind a point of a chart."""

from __future__ import annotations

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError
from mwm.questions.question import COUNTING, Argument, question, where
from mwm.questions.skills import measures
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

AT_MOST = 500
_COLUMNS = (
    Column("observed_on", "Date", "date"),
    Column("observation_id", "Observation"),
    Column("service_area", "Service area"),
    Column("team", "Team"),
    Column("worker_id", "Worker"),
    Column("observer_id", "Observer"),
    Column("setting", "Setting"),
    Column("grade", "Grade", "grade"),
    Column("graders", "Graders", "count"),
)
_METHOD = Method(
    definition=f"Each observation with the grade that counts for the element. {COUNTING}",
    exclusions=f"At most the newest {AT_MOST} are listed. Observations without a grade for the element are left out.",
    sql=("questions/skills/observation",),
)


@question(
    "observations",
    "The observations behind a number, one by one; only for those who may see identifiers.",
    kinds=("observations",),
    arguments=(Argument("element", "one element by its key or name; the first of the framework where left out"),),
)
def observations(store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None) -> Answer:
    """Single observations of an element, newest first.

    Rows: observed_on, observation_id, service_area, team, worker_id, observer_id, setting, grade, graders; at most 500,
    with the whole number in counts. Raises ScopeError for a viewer who may not see identifiers.
    """
    if not viewer.may_see_names:
        raise ScopeError("Single observations hold identifiers and are not shown here.", mend="Ask a number instead.")
    rows = pd.DataFrame({column.key: [] for column in _COLUMNS})
    names = {"": "Observations"}
    in_all = 0
    if scope.authority is not None:
        framework = store.framework(scope.authority)
        names = measures(framework, "element", element or framework.elements[0].key)
        found = store.read(
            "questions/skills/observation", **scope.parameters(), element=next(iter(names)), at_most=AT_MOST
        )
        in_all = int(found["in_all"].iloc[0]) if len(found) else 0
        rows = found[[column.key for column in _COLUMNS]]
    ((_, name),) = names.items()
    shown = f"; the newest {AT_MOST} are listed" if in_all > AT_MOST else ""
    return Answer(
        question="observations",
        status="ok" if in_all else "empty",
        headline=f"{in_all:,} observations graded for {name.lower()} {where(scope)} in {scope.period.words}{shown}."
        if in_all
        else f"Nothing is recorded yet {where(scope)} in {scope.period.words}.",
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={"observations": in_all},
        method=_METHOD,
        caveats=(
            "One observation says little about a worker: the same worker works differently with different families.",
        ),
        better="higher",
        extra={"names": names},
    )
