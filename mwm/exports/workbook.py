"""Answers as an Excel workbook: a sheet of rows for each, what every column means, and all that goes with them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from mwm.answer import Answer, Column, plain
from mwm.exports.about import MADE_UP, SMALL_NUMBERS_SHOWN, about, written_day
from mwm.exports.cells import safe, status_key
from mwm.symbols import SYMBOLS

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

KINDS = {  # kind of column → what its cells hold, and the format that shows them with the digits of the screen
    "text": ("text", ""),
    "list": ("texts with commas between them", ""),
    "date": ("a day", "d mmm yyyy"),
    "month": ("a month, by its first day", "mmm yyyy"),
    "year": ("a whole number", "0"),
    "grade": ("a grade on the framework’s scale", "0.0#"),
    "average": ("an average, shown with one decimal", "0.0"),
    "average_change": ("a difference between averages, shown with one decimal", "+0.0;−0.0;0.0"),
    "number": ("a number", ""),
    "coefficient": ("a coefficient, shown with two decimals", "0.00;−0.00;0.00"),
    "count": ("how many: a whole number", "#,##0;−#,##0;0"),
    "percent": ("percent, of 100", '[=0]0"%";[<10]0.0"%";0"%"'),
    "rate": ("a rate for every 10,000 children, shown whole", "0"),
    "change": ("how many more (or fewer): a whole number", "+#,##0;−#,##0;0"),
    "percent_change": ("a change in percent, shown with one decimal", '+0.0"%";−0.0"%";0.0"%"'),
}
STANDARD = (
    "overview-matrix",
    "skill-signal",
    "skill-trend",
    "skill-distribution",
    "team-comparison",
    "supervision-trend",
    "families-voice",
    "families-voice-trend",
    "looked-after-trend",
    "looked-after-change",
    "coverage",
    "grading-agreement",
    "events",
    "targets",
)
"""The questions whose tables are handed over together where nobody names any."""
_STATUS_MEANS = "why a number is missing, or to be used with care; empty for an ordinary row"
_NAME_LETTERS, _CELL_LETTERS = 31, 32_000  # the most that Excel takes
_WIDEST, _WORDS_WIDE = 44, 110  # letters across a column
_WRAPPED = 24  # longer words may take several lines
_INK, _MARK = "0B0C0C", "801650"


def workbook_file(answers: Sequence[Answer], on: date, *, has_small_numbers: bool = False) -> bytes:
    """The workbook of one answer, or of several.

    on: the day that it says it was made. has_small_numbers: whether it may hold numbers of few people; it then says so.
    A number is a number at its full length, shown with the digits of the screen; a missing one is an empty cell, with
    its symbol in the column Status. Texts that a spreadsheet would run get an apostrophe before them.
    """
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    names = _sheet_names(answers)
    if len(answers) > 1:
        first.title = "Contents"
        _write_contents(first, answers, names, on, has_small_numbers)
    for number, (answer, name) in enumerate(zip(answers, names, strict=True)):
        sheet = first if len(answers) == 1 else book.create_sheet()
        sheet.title = name
        _write_rows(sheet, answer, number + 1, on, has_small_numbers)
    _write_columns(book.create_sheet("Columns"), answers, names)
    _write_about(book.create_sheet("About"), answers, names, on, has_small_numbers)
    book.properties.title = answers[0].headline[:200] if len(answers) == 1 else "Tables"
    book.properties.creator = "Measuring What Matters"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def headings(answer: Answer) -> list[str]:
    """The headings of an answer's sheet: its labels, each once, then Status, and Synthetic where it is."""
    wanted = [column.label for column in answer.columns]
    wanted.append("GSS symbol" if "Status" in wanted else "Status")
    wanted += ["Synthetic"] if answer.is_synthetic else []
    found: list[str] = []
    for heading in wanted:
        name, number = heading, 1
        while name.casefold() in {each.casefold() for each in found}:
            number += 1
            name = f"{heading} ({number})"
        found.append(name)
    return found


def cell_value(value: Any, column: Column, answer: Answer) -> Any:
    """What stands in a cell: a number, a date, or words as on the screen; None for what is missing."""
    if isinstance(value, (list, tuple)):
        words = ", ".join(column.words.get(str(each), str(each)) for each in value)
        return safe(words) or None
    if pd.isna(value):
        return None
    if isinstance(value, (pd.Timestamp, datetime, date)):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        if column.words:
            value = ", ".join(column.words.get(code, code) for code in value.split(", ") if code)
        elif column.key == "element":
            value = answer.extra.get("names", {}).get(value, value)
        return safe(value[:_CELL_LETTERS]) or None
    return plain(value, column.kind)


def _write_rows(sheet: Worksheet, answer: Answer, number: int, on: date, has_small_numbers: bool) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    titles = headings(answer)
    _line(sheet, titles, heading=True)
    formats = [KINDS[column.kind][1] for column in answer.columns]
    rows = answer.rows[[column.key for column in answer.columns]].itertuples(index=False, name=None)
    widths = [len(title) + 4 for title in titles]
    for row, status in zip(rows, answer.statuses(), strict=True):
        values = [cell_value(value, column, answer) for value, column in zip(row, answer.columns, strict=True)]
        values += [status or None] + (["yes"] if answer.is_synthetic else [])
        for place, cell in enumerate(_line(sheet, values)):
            if place < len(formats) and formats[place] and cell.value is not None:
                cell.number_format = formats[place]
            widths[place] = max(widths[place], len(str(cell.value or "")) + 2)
    for place, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(width, _WIDEST)
    sheet.freeze_panes = "B2"
    if len(answer.rows):
        table = Table(
            displayName=f"{re.sub(r'[^A-Za-z]', '_', answer.question)}_{number}",
            ref=f"A1:{get_column_letter(len(titles))}{len(answer.rows) + 1}",
        )
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    marks = [MADE_UP if answer.is_synthetic else "", "Small numbers are shown" if has_small_numbers else ""]
    sheet.oddHeader.left.text = " ".join(mark for mark in marks if mark) or None
    sheet.oddFooter.left.text = f"{answer.scope.words} · {written_day(on)}".replace("&", "&&")[:200]


def _write_contents(
    sheet: Worksheet, answers: Sequence[Answer], names: Sequence[str], on: date, has_small_numbers: bool
) -> None:
    from openpyxl.styles import Font

    _line(sheet, ["Tables", f"Made on {written_day(on)}"], heading=True)
    marks = [MADE_UP] if any(answer.is_synthetic for answer in answers) else []
    for mark in [*marks, *([SMALL_NUMBERS_SHOWN] if has_small_numbers else [])]:
        _line(sheet, [None, mark])[1].font = Font(bold=True, color=_MARK)
    _line(sheet, ["Sheet", "What it says"], heading=True)
    for answer, name in zip(answers, names, strict=True):
        cells = _line(sheet, [name, answer.headline])
        cells[0].hyperlink = f"#'{name}'!A1"
        cells[0].font = Font(underline="single", color="12436D")
    for name, words in (("Columns", "What each column means"), ("About", "Scope, method, caveats, sources")):
        _line(sheet, [name, words])
    _widths(sheet, 34, _WORDS_WIDE)


def _write_columns(sheet: Worksheet, answers: Sequence[Answer], names: Sequence[str]) -> None:
    """The data dictionary, and below it the symbols that are used."""
    _line(sheet, ["Sheet", "Heading", "Name in CSV and JSON", "What it holds", "Codes and their words"], heading=True)
    used: dict[str, None] = {}
    for answer, name in zip(answers, names, strict=True):
        titles = headings(answer)
        for column, title in zip(answer.columns, titles, strict=False):
            codes = "; ".join(f"{code}: {words}" for code, words in column.words.items())
            if column.key == "element" and not codes:
                codes = "; ".join(f"{code}: {words}" for code, words in answer.extra.get("names", {}).items())
            _line(sheet, [name, title, column.key, KINDS[column.kind][0], codes])
        statuses = [symbol for symbol in SYMBOLS if symbol in answer.statuses()]
        used |= dict.fromkeys(statuses)
        said = "; ".join(f"{symbol}: {SYMBOLS[symbol]}" for symbol in statuses) or "none in this table"
        _line(sheet, [name, titles[len(answer.columns)], status_key(answer), _STATUS_MEANS, said])
        if answer.is_synthetic:
            _line(sheet, [name, titles[-1], "synthetic", "yes: the figures are made up", ""])
    _line(sheet, [])
    _line(sheet, ["Symbol", "Meaning", None, "Used here"], heading=True)
    for symbol, words in SYMBOLS.items():
        _line(sheet, [symbol, words, None, "yes" if symbol in used else "no"])
    _widths(sheet, 26, 30, 26, 46, _WORDS_WIDE)


def _write_about(
    sheet: Worksheet, answers: Sequence[Answer], names: Sequence[str], on: date, has_small_numbers: bool
) -> None:
    _line(sheet, ["Sheet", "What", "Words"], heading=True)
    for answer, name in zip(answers, names, strict=True):
        for what, words in about(answer, on, has_small_numbers=has_small_numbers):
            _line(sheet, [name, what, words])
    _widths(sheet, 26, 24, _WORDS_WIDE)


def _line(sheet: Worksheet, values: Sequence[Any], *, heading: bool = False) -> list[Cell]:
    """Write one row below the last, texts as texts whatever they begin with; its cells."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Font

    cells = [Cell(sheet) for _ in values]
    for cell, value in zip(cells, values, strict=True):
        if isinstance(value, str):
            cell.value = str(safe(value))[:_CELL_LETTERS]
            cell.data_type = "s"
            if len(value) > _WRAPPED:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        else:
            cell.value = value
        if heading:
            cell.font = Font(bold=True, color=_INK)
    sheet.append(cells)
    return cells


def _widths(sheet: Worksheet, *letters: int) -> None:
    for column, width in zip("ABCDE", letters, strict=False):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"


def _sheet_names(answers: Sequence[Answer]) -> list[str]:
    """Names that Excel takes, each once; "Table" for a single answer."""
    if len(answers) == 1:
        return ["Table"]
    found: list[str] = []
    for answer in answers:
        base = re.sub(r"[\[\]:*?/\\']", " ", answer.question)[:_NAME_LETTERS]
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{base[: _NAME_LETTERS - 4]} {number}"
        found.append(name)
    return found
