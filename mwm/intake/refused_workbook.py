"""The rows that were refused, as a workbook in which they can be mended and which can be sent again."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mwm.intake.grid import column_letters
from mwm.intake.problems import WHAT_TO_MEND, Problem
from mwm.intake.workbooks import INSTRUCTIONS_SHEET

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.cell import WriteOnlyCell

    from mwm.intake.reading import FileRows

SHEET = "Refused rows"
MAX_ROWS = 50_000
"""More refused rows than anybody mends by hand; where there are more, the export that made the file needs mending."""
MAX_COMMENTS = 2_000
"""A workbook with more comments opens slowly. The last column says the same in every row."""

_FAULT_COLOUR = "FFE3A6"
_WORDS_COLOUR = "F3F2F1"
# What a spreadsheet might run, or take for the start of a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def refused_workbook(
    headings: Sequence[str], rows: Mapping[int, Mapping[str, str | None]], problems: Sequence[Problem]
) -> bytes:
    """The refused rows with their own cells under their own headings, and what to mend in words at the end.

    headings: as written in the file. rows: row number → heading → text, or None where blank. problems: all that was
    found in these rows. Cells at fault are coloured and carry a comment. Every cell is a text, so that no spreadsheet
    runs or changes it; read_file gives back the same texts.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    own = [heading for heading in headings if heading.casefold() != WHAT_TO_MEND.casefold()]
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row_number, []).append(problem)
    shown = sorted(rows)[:MAX_ROWS]
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Measuring What Matters"
    sheet = workbook.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for position in range(len(own)):
        sheet.column_dimensions[column_letters(position)].width = 18
    sheet.column_dimensions[column_letters(len(own))].width = 90
    bold = Font(bold=True)
    sheet.append([text_cell(sheet, heading, font=bold) for heading in (*own, WHAT_TO_MEND)])
    comments = 0
    for number in shown:
        found = by_row.get(number, [])
        cells: list[WriteOnlyCell] = []
        for heading in own:
            here = [problem for problem in found if problem.column == heading]
            cell = text_cell(sheet, rows[number].get(heading) or "", colour=_FAULT_COLOUR if here else None)
            if here and comments < MAX_COMMENTS:
                cell.comment = _comment("\n".join(f"{problem.message} {problem.mend}" for problem in here))
                comments += 1
            cells.append(cell)
        cells.append(text_cell(sheet, _words(number, found), colour=_WORDS_COLOUR))
        sheet.append(cells)
    _write_instructions(workbook, len(rows), len(shown))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def refused_workbook_of(file: FileRows, problems: Sequence[Problem]) -> bytes:
    """The workbook for a file of which nothing was written: its rows that any of the problems is about."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(sorted({problem.row_number for problem in problems}), pa.int64())
    kept = file.rows.filter(pc.is_in(file.rows["row_number"], value_set=wanted))
    columns = [kept[f"c{place}"].to_pylist() for place in range(len(file.headings))]
    rows = {
        number: {heading: columns[place][line] for place, heading in enumerate(file.headings)}
        for line, number in enumerate(kept["row_number"].to_pylist())
    }
    return refused_workbook(file.headings, rows, problems)


def refused_workbook_kept(refused: pd.DataFrame) -> bytes:
    """The workbook for the refused rows that an import kept, as questions.refused_rows returns them."""
    found = refused.to_dict("records")
    rows = {int(row["row_number"]): row["row_values"] for row in found}
    names = ("row_number", "column_name", "problem", "value_shape", "message", "mend")
    headings = list(next(iter(rows.values()), {}))
    return refused_workbook(headings, rows, [Problem(*(row[name] for name in names)) for row in found])


def _words(number: int, found: Sequence[Problem]) -> str:
    said = [
        (f"{problem.column}: " if problem.column else "") + f"{problem.message} {problem.mend}".strip()
        for problem in found
    ]
    return " ".join([f"Row {number} of the file.", *said])


def _comment(text: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(_spelt(text), "Measuring What Matters", height=90, width=320)


def _write_instructions(workbook: Any, refused: int, shown: int) -> None:
    sheet = workbook.create_sheet(INSTRUCTIONS_SHEET)
    sheet.column_dimensions["A"].width = 110
    lines = [
        "These rows were refused. Nothing in them is in the dashboard yet.",
        f"Mend the coloured cells in the sheet “{SHEET}”: each has a comment, and the last column says what to mend.",
        f"Then send this workbook. The column “{WHAT_TO_MEND}” and this sheet are not taken in.",
        "A row that should not be taken in at all can be deleted.",
    ]
    if shown < refused:
        lines.append(
            f"Only the first {shown:,} of {refused:,} refused rows are here. Mend the export that made the file."
        )
    for line in lines:
        sheet.append([text_cell(sheet, line)])


def text_cell(sheet: Any, text: str, *, colour: str | None = None, font: Any = None) -> WriteOnlyCell:
    """A cell that stays a text, whatever it begins with, also after somebody has edited it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill

    cell = WriteOnlyCell(sheet)
    if text:
        cell.value = _spelt(text)
        cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_RISKY):
        cell.quotePrefix = True
    if colour:
        cell.fill = PatternFill("solid", start_color=colour)
    if font:
        cell.font = font
    return cell


def _spelt(text: str) -> str:
    """Control characters in the way that workbooks spell them: _x000D_ is a carriage return."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
