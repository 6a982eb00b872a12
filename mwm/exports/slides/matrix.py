"""The Overview's matrix as tables: value, sign in words, and how many stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mwm.answer import Answer, written_as
from mwm.charts.inks import LIGHT
from mwm.charts.signals import ASSURANCE, WORDS, ink_of, kind_of
from mwm.exports.slides import words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY
from mwm.exports.slides.pack import Show, hidden_rows
from mwm.exports.slides.table import Cell, draw_table
from mwm.matrix import WHOLE, Matrix, Row
from mwm.matrix import Cell as Value
from mwm.symbols import CONFIDENTIAL

_ROWS, _COLUMNS = 9, 5  # on one slide
_SIGNS = {"high": "▲ ", "low": "▼ "}
_TALLEST = 0.62  # inches of a row


def draw_matrix(deck: Deck, show: Show) -> None:
    """Elements on the first slides, other measures on those that follow; at most five parts of the service on each."""
    matrix: Matrix = show.answer.extra["matrix"]
    secret = _secret(show.answer)
    is_practice = [row.page == "skills" for row in matrix.rows]
    blocks = [
        [row for row, practice in zip(matrix.rows, is_practice, strict=True) if practice],
        [row for row, practice in zip(matrix.rows, is_practice, strict=True) if not practice],
    ]
    if len(matrix.rows) <= _ROWS:
        blocks = [matrix.rows]
    pages = [
        (rows[start : start + _ROWS], matrix.units[unit : unit + _COLUMNS])
        for rows in blocks
        for unit in range(0, len(matrix.units), _COLUMNS)
        for start in range(0, len(rows), _ROWS)
    ]
    for number, (rows, units) in enumerate(pages, 1):
        later = show.answer.extra["parts"]["later"]
        what = f"Average grade of each element, {later}" if rows[0].page == "skills" else f"Other measures, {later}"
        sheet = deck.sheet(show, place=number, of=len(pages), heading=what)
        cells = [[Cell((row.name, *_unlike(row)), bold=True), *_cells(row, units, secret)] for row in rows]
        head = ["Element" if rows[0].page == "skills" else "Measure", *units]
        about = f"Table. {what}. {show.answer.headline} {words.hidden(show.answer)}".strip()
        widths = [1.25, *[1.0] * len(units)]
        draw_table(
            sheet,
            BODY,
            head,
            cells,
            widths,
            name="Table",
            about=about,
            row_height=min(_TALLEST, BODY.height / (len(rows) + 1)),
        )


def _secret(answer: Answer) -> set[tuple[str, str]]:
    """(measure, part of the service) of the cells that disclosure control hid."""
    pairs = zip(answer.rows["element"], answer.rows["unit"], hidden_rows(answer), strict=True)
    return {(element, unit) for element, unit, is_secret in pairs if is_secret}


def _unlike(row: Row) -> tuple[str, ...]:
    """What the numbers of a row are, where they are not averages of practice."""
    if row.page == "skills":
        return ()
    return (f"{row.what}, {row.scale[0]:g}–{row.scale[1]:g}" if row.kind == "average" else row.what,)


def _cells(row: Row, units: Sequence[str], secret: set[tuple[str, str]]) -> list[Cell]:
    """The cells of a row; what is counted for the whole authority is one that reaches over all columns."""
    whole = next((cell for cell in row.cells if cell.unit == WHOLE), None)
    if whole is not None:
        is_secret = any(key == row.key for key, _ in secret)
        return [replace(_cell(row, whole, is_secret=is_secret), span=len(units))]
    found = {cell.unit: cell for cell in row.cells}
    return [_cell(row, found.get(unit), is_secret=(row.key, unit) in secret) for unit in units]


def _cell(row: Row, cell: Value | None, *, is_secret: bool) -> Cell:
    """The value and the number behind it; below, its sign in words and whether its target will be hit."""
    if is_secret:
        return Cell((CONFIDENTIAL, "hidden"), LIGHT.quiet)
    if cell is None or cell.status == "empty":
        return Cell(("–", f"no {row.counted}"), LIGHT.quiet)
    n = "" if cell.count is None else f"n {written_as(cell.count, 'count')}"
    if cell.value is None:
        return Cell((n, "too few to say"), LIGHT.quiet)
    kind = kind_of(cell.variation)
    is_signal = kind not in ("common_cause", "too_few")
    sign = _SIGNS.get(str(cell.variation).rpartition("_")[2], "") if is_signal else ""
    aim = [ASSURANCE[cell.assurance]] if cell.assurance else []
    more = f"   {cell.note or n}"
    ink = ink_of(cell.variation, LIGHT) if is_signal else LIGHT.quiet
    return Cell((more, sign + WORDS[kind], *aim), LIGHT.quiet, rest=ink, strong=written_as(cell.value, row.kind))
