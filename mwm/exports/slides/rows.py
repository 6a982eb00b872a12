"""Any answer as a table, and an answer of which there is nothing to draw."""

from __future__ import annotations

from mwm.charts.inks import LIGHT
from mwm.exports.slides import words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY
from mwm.exports.slides.pack import Show
from mwm.exports.slides.table import SLIDES, Cell, answer_table, column_widths, draw_table, rows_that_fit
from mwm.symbols import HIDDEN_WHY

_EMPTY = "Nothing is drawn, because nothing is recorded there. Choose more months, teams or settings, or import them."


def draw_nothing(deck: Deck, show: Show) -> None:
    """A slide that says why there is no picture."""
    said = HIDDEN_WHY if show.answer.status == "suppressed" else _EMPTY
    deck.sheet(show).text(BODY, said, size=18, ink=LIGHT.quiet)


def draw_rows(deck: Deck, show: Show) -> None:
    """Any answer as a table, over a few slides; what does not fit is said."""
    head, cells, numeric = answer_table(show.answer)
    widths = column_widths(head, cells)
    most = rows_that_fit(head, widths)
    whole = -(-len(cells) // most)
    slides = min(whole, SLIDES)
    for place in range(slides):
        part = cells[place * most : (place + 1) * most]
        left = f", the first {slides * most} of {len(cells):,} rows" if whole > slides else ""
        sheet = deck.sheet(show, place=place + 1, of=slides, heading=words.heading(show) + left)
        rows = [[Cell((value,), bold=number == 0) for number, value in enumerate(row)] for row in part]
        about = f"Table. {words.heading(show)}. {show.answer.headline}"
        draw_table(sheet, BODY, head, rows, widths, name="Table", about=about, numeric=numeric)
