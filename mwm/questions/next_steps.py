"""What was agreed to do next, for a part of the service or for one worker."""

from __future__ import annotations

from mwm.answer import Answer, Column
from mwm.errors import ScopeError
from mwm.framework import Framework
from mwm.questions.plans import CURRENT, PLACE, VERSIONS, EntryList, Row, days_in_words, listed_entries, place_in_words
from mwm.questions.question import Argument, question
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

_LIST = EntryList(
    "next_steps",
    "next step",
    "agreed",
    "questions/report/next_step_version",
    ("service_areas", "teams", "first_month", "last_month"),
    (
        Column("agreed_on", "Agreed on", "date"),
        Column("due_on", "Due", "date"),
        Column("what", "What will be done"),
        *PLACE,
        Column("owner", "Owner"),
        Column("done_on", "Done on", "date"),
        Column("next_step_id", "Reference"),
    ),
    "What was agreed in these months, and what was agreed before and was still open in them.",
    "Steps for single workers are shown in that worker's report only.",
)


@question(
    "next-steps",
    "What was agreed to do next, for a part of the service or for one worker.",
    kinds=("next_steps",),
    arguments=(
        VERSIONS,
        Argument("worker", "one worker's code, for those who may see names; steps for no single worker where left out"),
    ),
)
def next_steps(
    store: Store, viewer: Viewer, scope: Scope, *, versions: str = CURRENT, worker: str | None = None
) -> Answer:
    """Steps of the scope's part of the service, the newest first; with a worker those for that worker alone.

    Rows: agreed_on, due_on, what, service_area, team, owner, done_on, next_step_id, then as in plans.events(). Raises
    ScopeError where a worker is asked for by a viewer who may not see names.
    """
    if worker and not viewer.may_see_names:
        raise ScopeError("Next steps of one worker are not shown here.", mend="Choose a team instead.")

    def shown(row: Row, _: Framework) -> dict[str, str]:
        def day(column: str) -> str:
            return days_in_words(row[column], None) if row[column] == row[column] and row[column] is not None else ""

        return {
            "Agreed": day("agreed_on"),
            "What will be done": row["what"],
            "Where": "this worker" if worker else place_in_words(row),
            "Owner": row["owner"] if isinstance(row["owner"], str) else "",
            "Due": day("due_on"),
            "Done": day("done_on") or "not yet",
        }

    return listed_entries(store, scope, _LIST, versions, shown, worker_id=worker or None)
