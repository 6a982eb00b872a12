"""A dated series from somebody's own file: nothing of it is stored."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from mwm.errors import IntakeError
from mwm.intake.problems import shape_of
from mwm.intake.reading import FileRows

MAX_POINTS = 20_000
_LARGEST = 1e15  # above this, differences between neighbours are lost in a computer's numbers
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%y")
_MONTH_FORMS = ("%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%y", "%Y")
_FEW = 3  # faults told one by one


@dataclass(frozen=True)
class Series:
    """Days in order, with their values (NaN where the cell was blank) and denominators, if any."""

    days: tuple[date, ...]
    values: tuple[float, ...]
    denominators: tuple[float, ...] | None
    notes: tuple[str, ...]


def read_series(
    rows: FileRows, *, date_column: str, value_column: str, denominator_column: str | None = None
) -> Series:
    """The series in two (or three) columns of a file.

    Dates are days or months, year first or day first, never month first. A blank value is a gap. Raises IntakeError
    that names row and column for a text that is no date or number, a day that stands twice, a denominator that is not
    above zero, and where nothing is left.
    """
    cells = {
        heading: rows.rows.column(f"c{_place(rows, heading)}").to_pylist()
        for heading in (date_column, value_column, denominator_column)
        if heading
    }
    numbers: list[int] = rows.rows.column("row_number").to_pylist()
    if len(numbers) > MAX_POINTS:
        raise IntakeError(
            f"This series has {len(numbers):,} rows; at most {MAX_POINTS:,} can be drawn.",
            where=rows.name,
            mend="Add them up by month first.",
        )
    days = [_day(text) for text in cells[date_column]]
    _refuse(rows, date_column, numbers, cells[date_column], [day is None for day in days], "is not a date", _MEND_DATE)
    values = [_number(text) for text in cells[value_column]]
    wrong = [value is None for value in values]
    _refuse(rows, value_column, numbers, cells[value_column], wrong, "is not a number", "Write it in digits.")
    sizes: list[float] | None = None
    if denominator_column:
        found = [_number(text) for text in cells[denominator_column]]
        bad = [
            value is not None and not math.isnan(value) and (size is None or not size > 0)
            for size, value in zip(found, values, strict=True)
        ]
        mend = "Give what the value is counted out of, above zero, or leave both cells blank."
        _refuse(rows, denominator_column, numbers, cells[denominator_column], bad, "is not a number above zero", mend)
        sizes = [size if size is not None else math.nan for size in found]
    known = [(day, number) for day, number in zip(days, numbers, strict=True) if day is not None]
    order = sorted(range(len(known)), key=lambda place: known[place][0])
    for one, other in pairwise(order):
        if known[one][0] == known[other][0]:
            first, second = sorted((known[one][1], known[other][1]))
            raise IntakeError(
                f"Rows {first} and {second} have the same date.",
                where=f"{rows.name}, column {date_column}",
                mend="Keep one row for each date, or add them up.",
            )
    given = [value if value is not None else math.nan for value in values]
    if all(math.isnan(value) for value in given):
        raise IntakeError(
            "No row has a value.",
            where=f"{rows.name}, column {value_column}",
            mend="Choose the column with the numbers.",
        )
    notes = list(rows.notes)
    if order != list(range(len(order))):
        notes.append("The rows were not in the order of their dates; they were sorted.")
    if gaps := sum(math.isnan(value) for value in given):
        notes.append(
            f"{gaps} {'row has' if gaps == 1 else 'rows have'} no value and {'is a gap' if gaps == 1 else 'are gaps'}."
        )
    return Series(
        tuple(known[place][0] for place in order),
        tuple(given[place] for place in order),
        tuple(sizes[place] for place in order) if sizes else None,
        tuple(notes),
    )


_MEND_DATE = "Write it as 2025-04-30, 30/04/2025, 2025-04 or Apr 2025."


def _place(rows: FileRows, heading: str) -> int:
    for place, known in enumerate(rows.headings):
        if known.casefold() == heading.casefold():
            return place
    near = difflib.get_close_matches(heading, rows.headings, n=1)
    raise IntakeError(
        f"There is no column called “{heading[:60]}”.",
        where=rows.name,
        mend=f"Did you mean “{near[0]}”?" if near else f"Columns: {', '.join(rows.headings[:12])}.",
    )


def _refuse(
    rows: FileRows,
    column: str,
    numbers: Sequence[int],
    texts: Sequence[str | None],
    wrong: Sequence[bool],
    what: str,
    mend: str,
) -> None:
    faults = [(number, text) for number, text, bad in zip(numbers, texts, wrong, strict=True) if bad]
    if not faults:
        return
    told = ", ".join(f"row {number} ({shape_of(text)})" for number, text in faults[:_FEW])
    more = f" and {len(faults) - _FEW:,} more rows" if len(faults) > _FEW else ""
    raise IntakeError(f"A cell {what}: {told}{more}.", where=f"{rows.name}, column {column}", mend=mend)


def _day(text: str | None) -> date | None:
    given = (text or "").strip()
    for form in (*_DAY_FORMS, *_MONTH_FORMS):
        try:
            found = datetime.strptime(given, form).date()
        except ValueError:
            continue
        return found if found.year >= 1000 else None
    return None


def _number(text: str | None) -> float | None:
    """NaN for a blank cell, None for what is no number."""
    given = (text or "").strip().replace("−", "-")
    if not given or given.casefold() in ("nan", "na", "n/a", "null"):
        return math.nan
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", given):
        given = given.replace(",", "")
    if given.endswith("%"):
        given = given[:-1].strip()
    try:
        number = float(given)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _LARGEST else None
