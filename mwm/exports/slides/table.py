"""Tables as real tables, over as many slides as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from mwm.answer import Answer
from mwm.charts.inks import LIGHT
from mwm.exports.slides.layout import BODY, FONT, SMALLEST, Box, Sheet, colour, describe

ROWS, SLIDES = 12, 3  # rows on a slide, and slides of one table
_COLUMNS = 8
_WORDS = ("text", "list", "date", "month")
_LETTER = 0.092  # inches of a letter at 12 points, amply


@dataclass(frozen=True)
class Cell:
    """One cell. lines: its text. ink: colour of the first line. bold: whether that is bold."""

    lines: tuple[str, ...]
    ink: str = LIGHT.text
    bold: bool = False


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
        for place, cell in enumerate(cells):
            _fill(table.cell(line, place), cell, right[place])


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
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.name = Pt(SMALLEST), FONT
        run.font.bold = cell.bold and number == 0
        run.font.color.rgb = colour(cell.ink if number == 0 else LIGHT.quiet)
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


def body_of(lines: int, row_height: float = 0.35) -> Box:
    """The slide's body, no taller than a table of so many lines."""
    return Box(BODY.left, BODY.top, BODY.width, min(BODY.height, row_height * (lines + 1)))
