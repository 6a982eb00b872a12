"""The last slide of a pack: how its pictures and signs are read."""

from __future__ import annotations

from mwm.charts.inks import LIGHT
from mwm.exports.slides.layout import BODY, Sheet
from mwm.exports.slides.table import Cell, draw_table
from mwm.symbols import SYMBOLS

_SIGNS = (
    ("● grey", "No real change: the ups and downs are no more than chance explains.", LIGHT.common),
    ("▲ ■ blue", "Real improvement: unlikely to be chance. A triangle is a rise, a square a fall.", LIGHT.improvement),
    ("▲ ■ orange", "Real concern: unlikely to be chance. A triangle is a rise, a square a fall.", LIGHT.concern),
    ("◆ purple", "Real change, where neither direction is better by itself.", LIGHT.change),
    ("dashed lines", "Process limits: nearly all points lie between them as long as nothing changes.", LIGHT.common),
    ("grey whiskers", "The 95% range of an average: the fewer stand behind it, the longer they are.", LIGHT.common),
    ("n", "How many observations, supervisions or answers stand behind a number.", LIGHT.text),
)
TITLE = "How to read these slides"


def draw_reading(sheet: Sheet) -> None:
    """Signs and symbols as a table."""
    sheet.title(TITLE)
    rows = [[Cell((sign,), ink, True), Cell((words,))] for sign, words, ink in _SIGNS]
    for symbol, words in SYMBOLS.items():
        rows.append([Cell((symbol,), bold=True), Cell((f"In place of a number, or beside it: {words}.",))])
    draw_table(sheet, BODY, ("Sign", "What it means"), rows, (1.4, 8), name="Table", about=f"Table. {TITLE}.")
    sheet.heading("Every chart can be edited: choose it, then Chart Design, Edit Data")
    sheet.under("A signal says that a change is unlikely to be chance. It does not say what caused it.")
