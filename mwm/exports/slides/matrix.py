"""The Overview's matrix as tables: value, sign in words, and how many stand behind it."""

from __future__ import annotations

from mwm.answer import Answer, written_as
from mwm.charts.inks import LIGHT
from mwm.charts.signals import ASSURANCE, WORDS, ink_of, kind_of
from mwm.exports.slides import words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY
from mwm.exports.slides.pack import Show
from mwm.exports.slides.table import Cell, draw_table
from mwm.matrix import WHOLE, Matrix, Row
from mwm.matrix import Cell as Value
from mwm.symbols import CONFIDENTIAL

_ROWS, _COLUMNS = 9, 5  # on one slide
_SIGNS = {"high": "▲ ", "low": "▼ "}
_ROW_HEIGHT = 0.44


def draw_matrix(deck: Deck, show: Show) -> None:
    """Elements on the first slides, other measures on those that follow; at most five parts of the service on each."""
    matrix: Matrix = show.answer.extra["matrix"]
    secret = _secret(show.answer)
    is_practice = [row.page == "skills" for row in matrix.rows]
    blocks = [
        [row for row, practice in zip(matrix.rows, is_practice, strict=True) if practice],
        [row for row, practice in zip(matrix.rows, is_practice, strict=True) if not practice],
    ]
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
        cells = [
            [Cell((row.name, *_unlike(row)), bold=True), *(_cell(row, unit, secret) for unit in units)] for row in rows
        ]
        head = ["Element" if rows[0].page == "skills" else "Measure", *units]
        about = f"Table. {what}. {show.answer.headline} {words.hidden(show.answer)}".strip()
        widths = [1.25, *[1.0] * len(units)]
        draw_table(sheet, BODY, head, cells, widths, name="Table", about=about, row_height=_ROW_HEIGHT)


def _secret(answer: Answer) -> set[tuple[str, str]]:
    """(measure, part of the service) of the cells that disclosure control hid."""
    pairs = zip(answer.rows["element"], answer.rows["unit"], answer.statuses(), strict=True)
    return {(element, unit) for element, unit, status in pairs if status == CONFIDENTIAL}


def _unlike(row: Row) -> tuple[str, ...]:
    """What the numbers of a row are, where they are not averages of practice."""
    return (
        ()
        if row.page == "skills"
        else (f"{row.what}, {row.scale[0]:g}–{row.scale[1]:g}",)
        if row.kind in ("average", "number")
        else (row.what,)
    )


def _cell(row: Row, unit: str, secret: set[tuple[str, str]]) -> Cell:
    found: Value | None = next((cell for cell in row.cells if cell.unit in (unit, WHOLE)), None)
    names = {unit} if found is None or found.unit != WHOLE else {each for key, each in secret if key == row.key}
    if any((row.key, name) in secret for name in names):
        return Cell((f"{CONFIDENTIAL}", "hidden"), LIGHT.quiet)
    if found is None or found.status == "empty":
        return Cell(("–", f"no {row.counted}"), LIGHT.quiet)
    n = "" if found.count is None else f"n {written_as(found.count, 'count')}"
    if found.value is None:
        return Cell(("too few to say", n), LIGHT.quiet)
    kind = kind_of(found.variation)
    sign = _SIGNS.get(str(found.variation).rpartition("_")[2], "") if kind not in ("common_cause", "too_few") else ""
    more = found.note or n
    if found.unit == WHOLE:
        more = " · ".join(filter(None, ("whole authority", more)))
    aim = f" · {ASSURANCE[found.assurance]}" if found.assurance else ""
    value = written_as(found.value, row.kind)
    return Cell(
        (f"{value}  {sign}{WORDS[kind]}", more + aim),
        ink_of(found.variation, LIGHT) if sign else LIGHT.text,
        bool(sign),
    )
