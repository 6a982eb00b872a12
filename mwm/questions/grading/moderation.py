"""Which observations should graders talk about, and what did they agree on?"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.errors import ScopeError
from mwm.policies import MEAN, WHICH_GRADE
from mwm.questions.plans import decision
from mwm.questions.question import Argument, nothing, question, where
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

APART = 2.0
"""Points from which two grades of one observation should be talked about (our own judgement)."""
AT_MOST = 100
Show = Literal["open", "agreed"]

_COLUMNS = (
    Column("observed_on", "Date", "date"),
    Column("observation_id", "Observation"),
    Column("service_area", "Service area"),
    Column("team", "Team"),
    Column("element", "Element"),
    Column("graders", "Graders", "count"),
    Column("lowest", "Lowest grade", "grade"),
    Column("highest", "Highest grade", "grade"),
    Column("agreed_grade", "Agreed grade", "grade"),
    Column("agreed_on", "Agreed on", "date"),
    Column("reason", "Reason"),
)
_COUNTED = {
    "agreed": "An agreed grade counts from then on in every average.",
    "first": "The council decided that the observer’s own grade counts: agreed grades are kept beside it.",
    MEAN: "The council decided that the average of all graders’ own grades counts: agreed grades are kept beside it.",
}
_METHOD = Method(
    definition=f"Elements of observations whose graders lie {APART:g} points or more apart and have not agreed on a "
    "grade; or those for which a grade was agreed.",
    exclusions=f"At most the newest {AT_MOST} are listed. The graders’ own grades stay as they are.",
    sql=("questions/grading/to_discuss",),
)


@question(
    "grades-to-discuss",
    "Observations whose graders lie two points or more apart, or the grades that were agreed; only for those who may "
    "see identifiers.",
    kinds=("observations", "agreed_grades"),
    arguments=(
        Argument(
            "show", "what is still to be discussed, or what was agreed", kind="choice", choices=("open", "agreed")
        ),
    ),
)
def grades_to_discuss(store: Store, viewer: Viewer, scope: Scope, *, show: Show = "open") -> Answer:
    """The queue for moderation, newest first.

    Rows: observed_on, observation_id, service_area, team, element, graders, lowest and highest of their grades,
    agreed_grade, agreed_on and reason; at most 100, with the whole number in counts. extra: names, shown (the same in
    few words). Raises ScopeError for a viewer who may not see identifiers.
    """
    if not viewer.may_see_names:
        raise ScopeError(
            "Single observations hold identifiers and are not shown here.", mend="Ask for agreement instead."
        )
    if scope.authority is None:
        return nothing("grades-to-discuss", scope, _COLUMNS, _METHOD, counts=("grades",))
    names = {element.key: element.name for element in store.framework(scope.authority).elements}
    rows = store.read(
        "questions/grading/to_discuss",
        **scope.parameters(),
        is_settled=show == "agreed",
        apart=APART,
        at_most=AT_MOST,
    )
    in_all = int(rows["in_all"].iloc[0]) if len(rows) else 0
    rows = rows[[column.key for column in _COLUMNS]]
    counted = decision(store, scope, WHICH_GRADE).value
    return Answer(
        question="grades-to-discuss",
        status="ok" if in_all else "empty",
        headline=_headline(show, in_all, scope),
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={"grades": in_all},
        method=_METHOD,
        caveats=(_COUNTED[counted],),
        extra={"names": names, "shown": _shown(rows, names, show)},
    )


def _headline(show: Show, in_all: int, scope: Scope) -> str:
    period = f"{where(scope)} in {scope.period.words}"
    newest = f"; the newest {AT_MOST} are listed" if in_all > AT_MOST else ""
    grades = "1 grade" if in_all == 1 else f"{in_all:,} grades"
    if show == "agreed":
        return f"{grades} {'was' if in_all == 1 else 'were'} agreed {period}{newest}."
    if not in_all:
        return f"Nothing to discuss {period}: no two grades of one observation lie {APART:g} points or more apart."
    return f"{grades} to discuss {period}: graders lie {APART:g} points or more apart{newest}."


def _shown(rows: pd.DataFrame, names: dict[str, str], show: Show) -> pd.DataFrame:
    def told(row: dict[Any, Any]) -> dict[str, str]:
        grades = f"{row['lowest']:g} to {row['highest']:g}" if row["highest"] > row["lowest"] else f"{row['lowest']:g}"
        said = {
            "Date": written_as(row["observed_on"], "date"),
            "Observation": row["observation_id"],
            "Team": row["team"],
            "Element": names.get(row["element"], row["element"]),
            "Grades": f"{grades}, by {row['graders']:.0f}",
        }
        if show == "agreed":
            said["Agreed"] = f"{row['agreed_grade']:g}, {written_as(row['agreed_on'], 'date')}: {row['reason']}"
        return said

    return pd.DataFrame([told(row) for row in rows.to_dict("records")])
