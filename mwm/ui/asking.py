"""The open store, and questions answered once per store version and viewer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from mwm.answer import Answer
from mwm.errors import MwmError
from mwm.neutral_names import NeutralNames
from mwm.report import Report
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.ui import running
from mwm.ui.frame import handles_rows
from mwm.ui.presenting import is_presenting
from mwm.viewer import AUDIENCE, Viewer, local_viewer

Result = TypeVar("Result")
SMALL_NUMBERS = "mwm_small_numbers"  # key of the switch in the session
_opening = threading.Lock()


def viewer() -> Viewer:
    """Who is looking: a room in present mode, somebody of it with a take-away, else the one local user there is.

    Pages that take rows in or mend them (navigation.PageEntry.handles_rows) are for that user with everything shown.
    """
    if is_presenting() or (running.is_takeaway() and not handles_rows()):
        return AUDIENCE
    return local_viewer(sees_small_numbers=handles_rows() or small_numbers_shown())


def small_numbers_shown() -> bool:
    """Whether the local user has small numbers and people shown, in this session."""
    return bool(st.session_state.get(SMALL_NUMBERS, settings().shows_small_numbers))


def store(*, create: bool = False) -> Store:
    """The store of this server, opened once for all sessions. Raises StoreError where there is none."""
    path = settings().store
    with _opening:
        opened = _opened_stores()
        if path not in opened:
            opened[path] = Store.open(path, create=create)
        return opened[path]


@st.cache_resource(show_spinner=False)
def _opened_stores() -> dict[Path, Store]:
    return {}


def ask(question: Callable[..., Answer], scope: Scope, **arguments: Any) -> Answer:
    """Ask a question of this server's store, or recall its answer.

    What is recalled is kept under everything that can change it: question, arguments, the scope as narrowed by the
    viewer, the viewer, and the store with its version. Streamlit's cache is shared by all users.
    """
    names = neutral_names()
    return recall(question, (names.shown(scope) if names else scope).narrowed_by(viewer()), **arguments)


def recall(question: Callable[..., Result], scope: Scope, **arguments: Any) -> Result:
    """The same for anything that takes a store, a viewer and a scope.

    Where teams are called by letters, what is asked for is turned back into their own names, and what comes back,
    refusals too, has letters in their place.
    """
    names = neutral_names()
    if names is None:
        return _recall(question, scope, **arguments)
    try:
        return names.hidden(_recall(question, names.shown(scope), **names.shown(arguments)))
    except MwmError as refusal:
        raise type(refusal)(*names.hidden((refusal.what,)), **names.hidden(_rest(refusal))) from None


def neutral_names() -> NeutralNames | None:
    """The letters that stand for teams' names in this window; None where they have their own."""
    return running.neutral_names(team_names()) if running.has_neutral_names() else None


def team_names() -> tuple[str, ...]:
    """The own names of all teams in the store."""
    return _recall(_team_names, Scope())


def _team_names(store: Store, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
    names: set[str] = set()
    for authority in store.read("questions/scope/authority")["authority"]:
        found = store.read("questions/scope/name", authority=authority)
        names |= set(found.loc[found["kind"] == "team", "name"])
    return tuple(sorted(names))


def _rest(refusal: MwmError) -> dict[str, str]:
    return {"where": refusal.where, "mend": refusal.mend}


def _recall(question: Callable[..., Result], scope: Scope, **arguments: Any) -> Result:
    here = store()
    key = repr((question.__module__, question.__qualname__, arguments, scope, viewer(), str(here.path), here.version))
    result: Result = _recalled(key, question, here, viewer(), scope, arguments)
    return result


@st.cache_data(show_spinner="Counting …", max_entries=400)
def _recalled(
    key: str,
    _question: Callable[..., Any],
    _store: Store,
    _viewer: Viewer,
    _scope: Scope,
    _arguments: dict[str, Any],
) -> Any:
    found = _question(_store, _viewer, _scope, **_arguments)
    return _without_gate(found) if isinstance(found, Answer) else found


def _without_gate(answer: Answer) -> Answer:
    """An answer, and those in the parts of a report, without the gate: it holds the store, which no cache can keep."""
    report, extra = answer.extra.get("report"), answer.extra
    if isinstance(report, Report):
        parts = (replace(part, answer=part.answer and _without_gate(part.answer)) for part in report.parts)
        extra = {**extra, "report": replace(report, parts=tuple(parts))}
    return replace(answer, scope=replace(answer.scope, gate=None), extra=extra)
