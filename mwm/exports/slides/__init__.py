"""Answers as slides whose charts can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mwm.exports.slides.pack import Card, Show, Wanted, standard
from mwm.exports.slides.views import cards_and_wanted, wanted_of

__all__ = ["Card", "Show", "Wanted", "cards_and_wanted", "slides_file", "standard", "wanted_of"]


def slides_file(
    parts: Sequence[Show | Card], *, title: str = "", small_numbers: bool = False, made_on: date | None = None
) -> bytes:
    """A presentation (PPTX): a title slide, then each answer; one answer alone has no title slide.

    title: of the title slide, the authority's name where not given. small_numbers: whether they are shown, which the
    title slide says then. made_on: today where not given.
    """
    # Drawing needs a library that takes a moment to load, and the pack alone does not.
    from mwm.exports.slides.deck import Deck
    from mwm.exports.slides.kinds import draw

    return Deck.of(parts, draw, title=title, small_numbers=small_numbers, made_on=made_on or date.today()).to_bytes()
