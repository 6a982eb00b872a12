"""The open store, and questions answered once per store version and viewer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from mwm.answer import Answer
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER, Viewer

Result = TypeVar("Result")
_opening = threading.Lock()


def viewer() -> Viewer:
    """Who is looking. Until there is sign-in, one local user."""
    return LOCAL_VIEWER


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
    return recall(question, scope.narrowed_by(viewer()), **arguments)


def recall(question: Callable[..., Result], scope: Scope, **arguments: Any) -> Result:
    """The same for anything that takes a store, a viewer and a scope."""
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
    return _question(_store, _viewer, _scope, **_arguments)
