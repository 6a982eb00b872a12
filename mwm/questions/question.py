"""What every question shares: its name, the scope settled before any SQL, and the imports that stand behind it."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, Literal, ParamSpec

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError, UsageError
from mwm.policies import MEAN, WHICH_GRADE
from mwm.questions.gate import StoreGate, gate_of
from mwm.questions.hiding import hidden
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

P = ParamSpec("P")

_COUNTING = {
    "agreed": "An observation counts once, whoever graded it: with the agreed grade where there is one, else the "
    "observer’s own, else the first other grader’s.",
    "first": "An observation counts once, whoever graded it: with the observer’s own grade, else the first other "
    "grader’s, as the council decided.",
    MEAN: "An observation counts once, however many graded it: with the mean of all graders’ own grades of the "
    "element, as the council decided. A mean between two points of the scale stays between them: it has a place of its "
    "own where grades are spread over the scale, and is at the threshold only where it reaches it. Agreed grades are "
    "left out.",
}
COUNTING = _COUNTING["agreed"]
"""What a method says of which grade counts. Where the council decided otherwise, the answer says that in its place."""
SUPERVISION_COUNTING = (
    "A supervision counts once, however many graded it: with the observer's own grade, else the first other grader's."
)
"""The same for supervision, for which graders record no agreed grades."""
_SUPERVISION_MEAN = (
    "A supervision counts once, however many graded it: with the mean of all graders' own grades of the item, as the "
    "council decided. A mean between two points of the scale stays between them."
)
Asked = Callable[Concatenate[Store, Viewer, Scope, P], Answer]


@dataclass(frozen=True)
class Argument:
    """One argument of a question, as the command line offers it. kind: text, month, flag or one of choices."""

    name: str
    about: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True)
class Question:
    """One entry of the register. kinds: the kinds of import that its numbers come from."""

    name: str
    about: str
    kinds: tuple[str, ...]
    arguments: tuple[Argument, ...]
    function: Callable[..., Answer]


QUESTIONS: dict[str, Question] = {}


def question(
    name: str,
    about: str,
    *,
    kinds: Iterable[str],
    arguments: Iterable[Argument] = (),
    of_single_people: bool = False,
) -> Callable[[Asked[P]], Asked[P]]:
    """Register a function under a name, and put the shared road around it.

    Before it runs, the scope is narrowed by the viewer and its names are checked against the store. After it, the
    answer gets the imports that it came from and whether any of them is synthetic. of_single_people: whether its rows
    are about one person (or one group of a few) each, so that disclosure control hides it whole.
    """

    def wrap(function: Asked[P]) -> Asked[P]:
        def asked(store: Store, viewer: Viewer, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            settled = settle(store, scope.narrowed_by(viewer), viewer)
            if of_single_people and settled.gate is not None:
                return about_single_people(entry.name, settled)
            answer = function(store, viewer, settled, *args, **kwargs)
            answer = _with_sources(store, answer, entry.kinds)
            return hidden(answer, settled.gate, entry.kinds) if isinstance(settled.gate, StoreGate) else answer

        functools.update_wrapper(asked, function)
        entry = Question(name, about, tuple(kinds), tuple(arguments), asked)
        QUESTIONS[name] = entry
        return asked

    return wrap


def ask(name: str, store: Store, viewer: Viewer, scope: Scope, **arguments: Any) -> Answer:
    """Ask a question by its name. Raises UsageError for an unknown one."""
    if name not in QUESTIONS:
        raise UsageError(
            f"There is no question called “{name[:60]}”.", mend=offer(name, QUESTIONS, "Questions") or "See: questions"
        )
    return QUESTIONS[name].function(store, viewer, scope, **arguments)


def settle(store: Store, scope: Scope, viewer: Viewer | None = None) -> Scope:
    """The scope with its authority filled in and every name known to the store; teams may be one group instead.

    viewer: where the teams are all that this viewer may see, groups among them are left out, because the scope asks
    for no group; and disclosure control is put between the scope and the store unless the viewer sees small numbers.
    Raises ScopeError for a name the store does not have, offering the nearest, and for a group beside
    another name. A store without any authority settles to a scope without one, for which questions answer "nothing
    recorded yet".
    """
    found = store.read_once("questions/scope/name", authority=scope.authority)
    names: dict[str, list[str]] = {}
    for kind, name in zip(found["kind"], found["name"], strict=True):
        names.setdefault(kind, []).append(name)
    authorities = names.get("authority", [])
    authority = scope.authority
    if authority is not None:
        (authority,) = _known("authority", (authority,), authorities)
        if authority != scope.authority:  # written in another case: its own names are needed
            return settle(store, replace(scope, authority=authority), viewer)
    elif len(authorities) > 1:
        raise ScopeError("This store holds more than one authority.", mend=f"Say which: {', '.join(authorities[:10])}.")
    elif authorities:
        (authority,) = authorities
    if authority is None:
        return replace(scope, authority=None)
    return replace(
        scope,
        authority=authority,
        gate=gate_of(store, authority) if viewer is not None and not viewer.sees_small_numbers else None,
        service_areas=_known("service area", scope.service_areas, names.get("service_area", [])),
        teams=_teams(scope.teams, names.get("team", []), names.get("group", []), viewer),
        settings=_known("setting", scope.settings, names.get("setting", [])),
        marker=_known("marker", (scope.marker,), names.get("marker", []))[0] if scope.marker else None,
    )


def _teams(asked: tuple[str, ...], teams: list[str], groups: list[str], viewer: Viewer | None) -> tuple[str, ...]:
    """Known teams, or one known group: beside anything else its observations would be counted twice."""
    known = _known("team", asked, teams + groups)
    if viewer and asked == viewer.teams:
        known = tuple(name for name in known if name not in groups) or known
    group = next((name for name in known if name in groups), None)
    if group and len(known) > 1:
        raise ScopeError(
            f"“{group}” is a group. A group is looked at alone: beside other teams or groups, observations would be "
            "counted twice.",
            mend=f"Choose “{group}” alone, or leave it out.",
        )
    return known


def _known(what: str, asked: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    by_small = {name.casefold(): name for name in known}
    for name in asked:
        if name.casefold() not in by_small:
            raise ScopeError(f"There is no {what} called “{name[:60]}”.", mend=offer(name, known, f"Known {what}s"))
    return tuple(dict.fromkeys(by_small[name.casefold()] for name in asked))


def offer(name: str, known: Iterable[str], heading: str) -> str:
    """The nearest known names as a question, else some of the known ones."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(f'“{entry}”' for entry in near)}?"
    return f"{heading}: {', '.join(names[:12])}." if names else ""


def about_single_people(name: str, scope: Scope) -> Answer:
    """The answer in place of numbers about one or two people each, where disclosure control is on."""
    return Answer(
        question=name,
        status="suppressed",
        headline="Hidden: these numbers are about single people. They are for whoever may see people, and never for a "
        "shared screen.",
        scope=scope,
        rows=pd.DataFrame(),
        columns=(),
        counts={},
        method=Method("Numbers about single people."),
    )


def _with_sources(store: Store, answer: Answer, kinds: tuple[str, ...]) -> Answer:
    sources = store.read_once("questions/data/source_batch", authority=answer.scope.authority, kinds=list(kinds))
    newest = None if sources.empty else sources["imported_at"].max()
    counts = {**answer.counts, "last_import": None if newest is None else f"{newest:%Y-%m-%d %H:%M}"}
    return replace(
        answer,
        method=_as_decided(store, answer),
        caveats=answer.caveats + _marked(answer.scope.marker, kinds),
        batches=tuple(sources["batch_id"]),
        is_synthetic=bool(len(sources) and sources["is_synthetic"].any()),
        counts=counts,
        version=store.version,
        enough=settings().minimum_observations,
    )


def _as_decided(store: Store, answer: Answer) -> Method:
    """The method with the grade that counts by the council's decision."""
    definition = answer.method.definition
    if COUNTING not in definition and SUPERVISION_COUNTING not in definition:
        return answer.method
    found = store.read_once("questions/plans/current_policy", authority=answer.scope.authority, policy=WHICH_GRADE)
    decided = found["value"].iloc[0]
    definition = definition.replace(COUNTING, _COUNTING.get(decided, COUNTING))
    if decided == MEAN:
        definition = definition.replace(SUPERVISION_COUNTING, _SUPERVISION_MEAN)
    return replace(answer.method, definition=definition)


def _marked(marker: str | None, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """What a case marker means for an answer from these kinds of import."""
    if marker is None:
        return ()
    if not {"observations", "feedback", "supervision"} & set(kinds):
        return (f"Case markers belong to observed work: this is about everything, not only {marker}.",)
    said = f"Only work marked “{marker}” counts here. Work that nobody marked is left out."
    if "feedback" in kinds:
        said += " Feedback counts where the visit that it names, or its family, has the marker."
    if "supervision" in kinds:
        said += " Supervision counts where its family has the marker."
    return (said,)


def nothing(
    question: str,
    scope: Scope,
    columns: tuple[Column, ...],
    method: Method,
    *,
    headline: str = "",
    counts: Iterable[str] = (),
    better: Literal["higher", "lower", "neutral"] = "higher",
) -> Answer:
    """The ordinary answer where nothing is recorded: no rows, counts of zero, and a sentence that says so.

    headline: the sentence, where the usual one does not fit. counts: names of what is counted.
    """
    if scope.authority is None:
        usual = "Nothing is recorded yet. Import a file of observations to begin."
    else:
        usual = f"Nothing is recorded yet {where(scope)} in {scope.period.words}."
    return Answer(
        question=question,
        status="empty",
        headline=headline or usual,
        scope=scope,
        rows=pd.DataFrame({column.key: [] for column in columns}),
        columns=columns,
        counts=dict.fromkeys(counts, 0),
        method=method,
        better=better,
    )


def where(scope: Scope) -> str:
    """The part of the service in words: "in Child in Need", "in CIN Team A and CIN Team B", "across the service".

    With a case marker: "in Child in Need (only edge of care)".
    """
    names = scope.teams or scope.service_areas
    only = f" (only {scope.marker})" if scope.marker else ""
    if not names:
        return f"across the service{only}"
    if len(names) > 3:
        return f"in {len(names)} {'teams' if scope.teams else 'service areas'}{only}"
    return f"in {listed_words(list(names))}{only}"


def none_that(scope: Scope) -> str:
    """What follows "No grades" where some may be hidden: what is not shown is not said to be missing."""
    return " that can be shown" if scope.gate is not None else ""


def listed_words(names: list[str]) -> str:
    """a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


ALL_EVENTS, NO_EVENTS = "all", "none"
EVENTS = Argument("events", "which events are marked: all, none, or those of one category")


def events_in(
    store: Store, scope: Scope, first_month: Any, last_month: Any, *, categories: str = ALL_EVENTS
) -> pd.DataFrame:
    """Dated events that touch these months (first days, both included) and this scope.

    categories: the argument EVENTS of a question: ALL_EVENTS, NO_EVENTS, or one category.
    """
    found = store.read_once(
        "questions/events/event_in_period",
        authority=scope.authority,
        service_areas=list(scope.service_areas),
        teams=list(scope.teams),
        first_month=first_month,
        last_month=last_month,
        category=None if categories in (ALL_EVENTS, NO_EVENTS) else categories,
    )
    return found.iloc[:0] if categories == NO_EVENTS else found
