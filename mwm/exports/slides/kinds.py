"""Which picture an answer gets."""

from __future__ import annotations

from collections.abc import Callable

from mwm.exports.slides import lines, matrix, over_time, scatter, shares, spread
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.pack import Show
from mwm.exports.slides.rows import draw_nothing, draw_rows

_KINDS: dict[str, Callable[[Deck, Show], None]] = {
    **dict.fromkeys(over_time.QUESTIONS, over_time.draw_over_time),
    "overview-matrix": matrix.draw_matrix,
    "skill-distribution": spread.draw_spread,
    "supervision-distribution": spread.draw_spread,
    "families-voice": spread.draw_voice,
    "looked-after-breakdown": spread.draw_breakdown,
    "coverage": shares.draw_coverage,
    "team-comparison": scatter.draw_funnel,
    "supervision-and-practice": scatter.draw_pairs,
    "looked-after-change": lines.draw_change,
    "looked-after-projection": lines.draw_projection,
    "looked-after-comparison": lines.draw_areas,
}


def draw(deck: Deck, show: Show) -> None:
    """Add the slides of one answer: its own kind of picture, else its rows as a table."""
    answer = show.answer
    if answer.is_bare or answer.rows.empty:
        draw_nothing(deck, show)
    else:
        _KINDS.get(answer.question, draw_rows)(deck, show)
