"""The page being drawn in this run: the places that are filled once the answer is known."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from mwm.answer import Answer
from mwm.ui.navigation import PageEntry


@dataclass
class Frame:
    """Places and values of one run of one page.

    headline: place of the sentence. bar: the scope bar. facts: the small line under it. query: every value that the
    page depends on, for the address. beside: choices that wait to be drawn beside a picture's buttons, each with the
    name of that picture's drawing function, or nothing for the next picture. led: whether an answer has filled the
    headline. scope_words: what the page is about, in one line.

    Of present mode only: stage, its places. lead: the sentence of the answer that leads. screens: how many pictures
    there were so far. shown: which of them is drawn, and told, its answer.
    """

    entry: PageEntry
    headline: DeltaGenerator
    bar: DeltaGenerator
    facts: DeltaGenerator
    query: dict[str, str | list[str]] = field(default_factory=dict)
    beside: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    led: bool = False
    scope_words: str = ""
    stage: Any = None
    lead: str = ""
    screens: int = 0
    shown: int = 0
    told: Answer | None = None


_current: ContextVar[Frame] = ContextVar("frame")


def begin(frame: Frame) -> None:
    """Make this the page being drawn."""
    _current.set(frame)


def handles_rows() -> bool:
    """Whether the page being drawn takes rows in or mends them."""
    frame = _current.get(None)
    return frame is not None and frame.entry.handles_rows


def current() -> Frame:
    """The page being drawn. Every run of a page has its own."""
    return _current.get()
