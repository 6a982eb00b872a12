"""Answers as slides whose charts can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mwm.exports.slides.pack import Show, Wanted, standard

__all__ = ["Show", "Wanted", "slides_file", "standard"]


def slides_file(shows: Sequence[Show], *, small_numbers: bool = False, made_on: date | None = None) -> bytes:
    """A presentation (PPTX): a title slide, then each answer.

    small_numbers: whether they are shown, which the title slide says then. made_on: today where not given.
    """
    # Drawing needs a library that takes a moment to load, and the pack alone does not.
    from mwm.exports.slides.deck import Deck
    from mwm.exports.slides.kinds import draw

    return Deck.of(shows, draw, small_numbers=small_numbers, made_on=made_on or date.today()).to_bytes()
