"""Tables as real tables, over as many slides as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from mwm.answer import Answer
from mwm.charts.inks import LIGHT
from mwm.exports.slides.layout import BODY, SMALLEST, Box, Sheet, describe, runs
from mwm.exports.slides.pack import hidden_rows
from mwm.symbols import CONFIDENTIAL

SLIDES = 3  # of one table
_COLUMNS = 10
_LETTER = 0.095  # inches of a bold letter at 12 points
_WORDS = ("text", "list", "date", "month")


@dataclass(frozen=True)
class Cell:
    """One cell. lines: its text; the first in ink, and bold or not; those below it in rest. strong: what stands bold
    before the first line. span: how many columns it reaches over, of which the others have no cell.
    """

    lines: tuple[str, ...]
    ink: str = LIGHT.text
    bold: bool = False
    rest: str = LIGHT.quiet
    strong: str = ""
    span: int = 1


def draw_table(
    sheet: Sheet,
    box: Box,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    name: str,
    about: str,
    numeric: Sequence[bool] = (),
    row_height: float = 0.35,
) -> None:
    """A table with a heading row and headings of rows. widths: of the columns, in any unit; they fill the box."""
    tall = row_height * (len(rows) + 1)
    frame = sheet.slide.shapes.add_table(len(rows) + 1, len(head), *Box(box.left, box.top, box.width, tall).emu)
    describe(frame, about, name)
    table = frame.table
    style = table._tbl.tblPr
    style.set("firstRow", "1")
    style.set("firstCol", "1")
    style.set("bandRow", "0")
    total = sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(box.width * width / total)
    for row in table.rows:
        row.height = Inches(row_height)
    right = list(numeric) or [False] * len(head)
    for place, words in enumerate(head):
        _fill(table.cell(0, place), Cell((words,), LIGHT.text, True), right[place], is_head=True)
    for line, cells in enumerate(rows, 1):
        place = 0
        for cell in cells:
            if cell.span > 1:
                table.cell(line, place).merge(table.cell(line, place + cell.span - 1))
            _fill(table.cell(line, place), cell, right[place])
            place += cell.span


def _fill(target: Any, cell: Cell, to_right: bool, *, is_head: bool = False) -> None:
    target.fill.background()
    target.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.MIDDLE
    target.margin_left = target.margin_right = Inches(0.06)
    target.margin_top = target.margin_bottom = Inches(0.02)
    frame = target.text_frame
    frame.word_wrap = True
    for number, words in enumerate(cell.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if to_right else PP_ALIGN.LEFT
        if number == 0 and cell.strong:
            runs(paragraph, ((cell.strong, True),), SMALLEST + 2)
        runs(paragraph, ((words, cell.bold and number == 0),), SMALLEST, cell.ink if number == 0 else cell.rest)
    _rule_below(target, heavy=is_head)


def _rule_below(cell: Any, *, heavy: bool) -> None:
    """One thin line under a cell and none at its sides."""
    properties = cell._tc.get_or_add_tcPr()
    for tag in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = properties.makeelement(qn(tag), {"w": "12700" if tag == "a:lnB" else "0"})
        if tag == "a:lnB":
            fill = line.makeelement(qn("a:solidFill"), {})
            ink = LIGHT.rule if heavy else LIGHT.grid
            fill.append(line.makeelement(qn("a:srgbClr"), {"val": ink.removeprefix("#")}))
            line.append(fill)
        else:
            line.append(line.makeelement(qn("a:noFill"), {}))
        properties.insert(("a:lnL", "a:lnR", "a:lnT", "a:lnB").index(tag), line)


def answer_table(answer: Answer) -> tuple[list[str], list[list[str]], list[bool]]:
    """Headings, cells as they are written on screen, and whether each column is of numbers; the columns that fit."""
    names: dict[str, str] = answer.extra.get("names", {})
    written = answer.table()
    numeric = {column.label: column.kind not in _WORDS for column in answer.columns}
    hidden = hidden_rows(answer)
    written.loc[hidden, [label for label, of_numbers in numeric.items() if of_numbers]] = CONFIDENTIAL
    kept = [str(label) for label in written if label == "Status" or (written[label] != "–").any()]
    if len(kept) > _COLUMNS:
        kept = [*kept[: _COLUMNS - ("Status" in kept)], *(["Status"] if "Status" in kept else [])]
    cells = [
        [str(names.get(value, value)) for value in row] for row in written[kept].itertuples(index=False, name=None)
    ]
    return kept, cells, [numeric.get(label, False) for label in kept]


def column_widths(head: Sequence[str], cells: Sequence[Sequence[str]], most: int = 34) -> list[float]:
    """How wide each column wants to be, from the longest of its texts."""
    return [
        min(max([max(map(len, label.split()), default=1), *(len(row[place]) for row in cells)]) + 2, most)
        for place, label in enumerate(head)
    ]


def rows_that_fit(head: Sequence[str], widths: Sequence[float], row_height: float = 0.35) -> int:
    """How many rows a slide has room for beneath headings that may need several lines."""
    letters = [BODY.width * width / sum(widths) / _LETTER for width in widths]
    lines = max(-(-(len(label) + 3) // max(int(room), 1)) for label, room in zip(head, letters, strict=True))
    return int((BODY.height - max(row_height, 0.1 + 0.2 * lines)) / row_height)
