"""What families say in their own words: kept only by the council's decision, shown only once a person has read it."""

from __future__ import annotations

from typing import Literal

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError
from mwm.policies import FREE_TEXT, KEPT
from mwm.questions.feedback_reading import scoped, without_settings
from mwm.questions.plans import decision
from mwm.questions.question import Argument, nothing, question, where
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Role, Viewer

Show = Literal["safe", "waiting", "read"]
SHOWN: dict[str, tuple[str, ...]] = {"safe": ("safe",), "waiting": ("waiting",), "read": ("safe", "held_back")}
"""Which states each list has."""
STATES: dict[str, str] = {"safe": "safe to show", "waiting": "waiting to be read", "held_back": "held back"}

_SAFE = (
    Column("month", "Month", "month"),
    Column("respondent", "Who"),
    Column("service_area", "Service area"),
    Column("form", "Form"),
    Column("time_point", "When"),
    Column("comment", "In their own words"),
)
_REVIEW = (
    *_SAFE,
    Column("team", "Team"),
    Column("feedback_id", "Reference"),
    Column("state", "State", words=STATES),
    Column("marked_by", "Read by"),
    Column("marked_at", "When read (UTC)"),
)
_METHOD = Method(
    definition="Comments that came with feedback. They are kept only where the council has decided so. A comment shows "
    "only after a person has read it and marked it as safe, which makes a new version of it; a comment that is changed "
    "later has to be read again.",
    exclusions="In front of an audience no comment is shown at all.",
    sql=("questions/feedback/comment", "questions/plans/policy_version"),
)


@question(
    "families-comments",
    "What families say in their own words, once a person has marked it as safe to show.",
    kinds=("feedback", "comment_reviews"),
    arguments=(
        Argument("show", "comments that are safe, that wait to be read, or all that were read", "choice", tuple(SHOWN)),
    ),
)
def families_comments(store: Store, viewer: Viewer, scope: Scope, *, show: Show = "safe") -> Answer:
    """Comments, newest first.

    show: those that are safe; those that wait to be read; or all that were read, with who judged them when. Rows:
    month, respondent, service_area, form (its name), time_point, comment; but for show="safe" also team, feedback_id
    (the reference that a review needs), state, marked_by and marked_at. counts: how many there are of each state.
    Raises ScopeError for an audience, and where the viewer may not see names for anything but safe ones.
    """
    if viewer.role is Role.AUDIENCE:
        raise ScopeError("Comments are never shown in front of an audience.", mend="Leave present mode first.")
    if show != "safe" and not viewer.may_see_names:
        raise ScopeError("Comments that nobody has read yet are not shown here.", mend="Ask for those that are safe.")
    scope = without_settings(scope)
    columns = _SAFE if show == "safe" else _REVIEW
    if scope.authority is None:
        return nothing("families-comments", scope, columns, _METHOD, headline=_none(scope), counts=STATES)
    if decision(store, scope, FREE_TEXT).value != KEPT:
        words = "Comments are not kept. The council can decide otherwise on the page Events and targets."
        return nothing("families-comments", scope, columns, _METHOD, headline=words, counts=STATES)
    framework = store.framework(scope.authority)
    found = store.read("questions/feedback/comment", **scoped(scope))
    counts = {state: int((found["state"] == state).sum()) for state in STATES}
    rows = found[found["state"].isin(SHOWN[show])].reset_index(drop=True)
    if found.empty:
        return nothing("families-comments", scope, columns, _METHOD, headline=_none(scope), counts=STATES)
    names = {form.key: form.short_name for form in framework.forms}
    rows["form"] = [names.get(key, key) for key in rows["form_key"]]
    rows["marked_at"] = rows["marked_at"].dt.strftime("%Y-%m-%d %H:%M")
    told = [f"{counts[state]:,} {'is' if counts[state] == 1 else 'are'} {words}" for state, words in STATES.items()]
    return Answer(
        question="families-comments",
        status="ok" if len(rows) else "empty",
        headline=f"Of {len(found):,} comments {where(scope)}, {', '.join(told)}.",
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={**counts},
        method=_METHOD,
        caveats=("A few comments are not a picture of everybody: the numbers above are.",),
    )


def _none(scope: Scope) -> str:
    return f"No comment is kept {where(scope)}."
