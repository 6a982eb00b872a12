"""A workbook to fill in, for each kind of file that people fill in by hand."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mwm.errors import UsageError
from mwm.framework import Framework
from mwm.intake.grid import column_letters
from mwm.intake.kinds import Kind, KindColumn
from mwm.intake.problems import EXAMPLE_MARK
from mwm.intake.workbooks import INSTRUCTIONS_SHEET, LISTS_SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

PREPARED_ROWS = 2_000
"""Rows that have drop-downs. More rows can be filled in without them."""

_FORMATS = {"date": "yyyy-mm-dd", "month": "yyyy-mm", "integer": "0", "number": "General", "grade": "General"}
_HOW = {
    "text": "text",
    "identifier": "a code, never a name",
    "date": "a date: 2025-04-17 or 17/04/2025",
    "month": "a month: 2025-04, or its first day",
    "integer": "a whole number",
    "number": "a number",
    "grade": "a grade",
    "choice": "one of a list",
    "choices": "one of a list, or several with semicolons between them",
}
_REQUIRED_COLOUR, _OPTIONAL_COLOUR, _EXAMPLE_COLOUR = "CFE0F0", "F3F2F1", "FFF6E0"


def write_template(kind: Kind, framework: Framework, path: Path) -> Path:
    """Write the workbook to path and return path. Raises UsageError where the kind has no template or path no folder.

    Its first sheet has the columns as headings, drop-downs, and one example row that reading leaves out.
    """
    content = template(kind, framework)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"The template cannot be written: {error.strerror or 'the disk or network failed'}.",
            where=path.name,
            mend="Check the folder, and close the file where it is open.",
        ) from None
    return path


def template(kind: Kind, framework: Framework) -> bytes:
    """The workbook itself. Raises UsageError where the kind has no template."""
    from openpyxl import Workbook

    if not kind.in_templates:
        raise UsageError(
            f"There is no template for “{kind.key}”.", mend="It is a published file: send it exactly as published."
        )
    columns = kind.columns(framework)
    workbook = Workbook()
    workbook.properties.creator = "Measuring What Matters"
    sheet = workbook.active
    sheet.title = kind.key
    _write_headings(sheet, columns)
    _write_example(sheet, columns)
    _write_instructions(workbook.create_sheet(INSTRUCTIONS_SHEET), kind, columns)
    _add_checks(workbook, sheet, columns)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_headings(sheet: Worksheet, columns: Sequence[KindColumn]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns):
        cell = sheet.cell(1, position + 1, column.key)
        cell.font = Font(bold=column.required)
        cell.fill = PatternFill("solid", start_color=_REQUIRED_COLOUR if column.required else _OPTIONAL_COLOUR)
        cell.comment = Comment(
            f"{'Required' if column.required else 'Optional'}: {_how(column)}. {column.description}",
            "Measuring What Matters",
            height=110,
            width=320,
        )
        sheet.column_dimensions[column_letters(position)].width = max(14, len(column.key) + 4)
        # Codes such as 0042 and names keep what is typed, where a spreadsheet would make a number or a date of it.
        sheet.column_dimensions[column_letters(position)].number_format = _FORMATS.get(column.type, "@")
        sheet.cell(2, position + 1).number_format = _FORMATS.get(column.type, "@")


def _write_example(sheet: Worksheet, columns: Sequence[KindColumn]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    for position, column in enumerate(columns):
        cell = sheet.cell(2, position + 1, _example(column))
        cell.font = Font(italic=True)
        cell.fill = PatternFill("solid", start_color=_EXAMPLE_COLOUR)
    first = sheet.cell(2, 1)
    first.value = f"{EXAMPLE_MARK}-1" if columns[0].type == "identifier" else EXAMPLE_MARK
    first.comment = Comment(
        f"An example. A row whose first cell begins with {EXAMPLE_MARK} is never taken in. "
        "Leave it, delete it, or write your own row over it, first cell included.",
        "Measuring What Matters",
        height=90,
        width=320,
    )


def _example(column: KindColumn) -> str | float | dt.date | None:
    text = column.example
    if not text:
        return None
    if column.type == "date":
        return dt.date.fromisoformat(text)
    if column.type == "month":
        return dt.date.fromisoformat(f"{text[:7]}-01")
    if column.type in ("integer", "number", "grade"):
        return float(text)
    return text


def _how(column: KindColumn) -> str:
    choices = ", ".join(column.choices)
    return _HOW[column.type] + (f" ({choices})" if choices else "")


def _write_instructions(sheet: Worksheet, kind: Kind, columns: Sequence[KindColumn]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    lines = [
        kind.name,
        kind.about,
        f"Fill in the sheet “{kind.key}” from row 2 on, one row below the other, and send the workbook as it is.",
        "Columns with a bold heading on blue are required; the others may stay blank or be removed.",
        "Dates are 2025-04-17 or 17/04/2025, the day before the month, and never a month first.",
        f"A row whose first cell begins with {EXAMPLE_MARK} is an example and is never taken in.",
        "Other columns may be added for your own use: they are left out and are not kept. Formulas are not taken in: "
        "paste their values.",
        "Never write the name of a worker, a child or a member of a family: use a code.",
    ]
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, line)
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    start = len(lines) + 2
    for position, heading in enumerate(("Column", "Required", "What it holds", "What is allowed", "Example"), start=1):
        cell = sheet.cell(start, position, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=_REQUIRED_COLOUR)
    for number, column in enumerate(columns, start=start + 1):
        texts = (
            column.key,
            "required" if column.required else "optional",
            column.description,
            _how(column),
            column.example,
        )
        for position, text in enumerate(texts, start=1):
            cell = sheet.cell(number, position, text or None)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=position in (3, 4), vertical="top")
    for letters, width in zip("ABCDE", (24, 12, 70, 50, 24), strict=True):
        sheet.column_dimensions[letters].width = width


def _add_checks(workbook: Workbook, sheet: Worksheet, columns: Sequence[KindColumn]) -> None:
    """Drop-downs for what has a list, and what a spreadsheet can check of dates and whole numbers while typing."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = workbook.create_sheet(LISTS_SHEET)
    lists.sheet_state = "hidden"
    listed: dict[tuple[str, ...], str] = {}
    for position, column in enumerate(columns):
        if column.choices:
            if column.choices not in listed:
                listed[column.choices] = _write_list(lists, len(listed) + 1, column)
            check = DataValidation(type="list", formula1=listed[column.choices], allow_blank=True)
            # What is not a choice only suggests its list.
            strict = column.type in ("choice", "grade")
        elif column.type in ("date", "month"):
            check = DataValidation(type="date", operator="greaterThanOrEqual", formula1="DATE(1990,1,1)")
            strict = position > 0  # the first cell of a row may say that it is an example
        elif column.type == "integer":
            check = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
            strict = True
        else:
            continue
        check.allow_blank = True
        check.showErrorMessage = strict
        check.errorTitle = column.key
        check.error = f"This must be {_how(column)}."[:255]
        check.add(f"{column_letters(position)}2:{column_letters(position)}{PREPARED_ROWS + 1}")
        sheet.add_data_validation(check)


def _write_list(lists: Worksheet, position: int, column: KindColumn) -> str:
    lists.cell(1, position, column.key)
    for number, choice in enumerate(column.choices, start=2):
        lists.cell(number, position, float(choice) if column.type == "grade" else choice)
    letters = column_letters(position - 1)
    return f"{LISTS_SHEET}!${letters}$2:${letters}${len(column.choices) + 1}"
