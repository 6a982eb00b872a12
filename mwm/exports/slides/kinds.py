"""Which picture an answer gets."""

from __future__ import annotations

from collections.abc import Callable

from mwm.exports.slides.deck import Deck
from mwm.exports.slides.pack import Show
from mwm.exports.slides.rows import draw_nothing, draw_rows

_KINDS: dict[str, Callable[[Deck, Show], None]] = {}


def draw(deck: Deck, show: Show) -> None:
    """Add the slides of one answer: its own kind of picture, else its rows as a table."""
    answer = show.answer
    if answer.status == "empty" or answer.rows.empty:
        draw_nothing(deck, show)
    else:
        _KINDS.get(answer.question, draw_rows)(deck, show)
