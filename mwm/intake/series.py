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
_DAY_FORMS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y"),
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
)
_MONTH_FORMS = ("%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%Y")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NOTHING = ("", "nan", "na", "n/a", "null")
_FEW = 3  # faults told one by one
_COUNTS = ("p", "u", "c", "g")  # charts whose values are counts
_MEND_DATE = "Write it as 2025-04-30, 30/04/2025 (the day first), 2025-04 or Apr 2025."
_MEND_NUMBER = "Write it in digits, such as 1284 or 12.5, or leave it blank where there is no value."
_MEND_PERCENT = "Write all of them with the sign, or none."


@dataclass(frozen=True)
class Series:
    """Days in order, with their values (NaN where the cell was blank) and denominators, if any."""

    days: tuple[date, ...]
    values: tuple[float, ...]
    denominators: tuple[float, ...] | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Cells:
    """One column of a file: its heading, and the row number and text of every cell."""

    file: str
    heading: str
    numbers: Sequence[int]
    texts: Sequence[str]

    def refuse(self, wrong: Sequence[bool], what: str, mend: str) -> None:
        """Raise IntakeError where a cell is wrong, naming the first few rows and the shape of what they hold."""
        faults = [place for place, bad in enumerate(wrong) if bad]
        if not faults:
            return
        told = ", ".join(f"row {self.numbers[place]} ({_looks(self.texts[place])})" for place in faults[:_FEW])
        more = f" and {len(faults) - _FEW:,} more rows" if len(faults) > _FEW else ""
        raise IntakeError(f"A cell {what}: {told}{more}.", where=f"{self.file}, column {self.heading}", mend=mend)


def read_series(
    rows: FileRows,
    *,
    date_column: str,
    value_column: str,
    denominator_column: str | None = None,
    chart: str = "xmr",
) -> Series:
    """The series in two (or three) columns of a file.

    Dates are days or months, year first or day first, never month first. A blank value is a gap. A column of
    percentages is read as the numbers before the signs. chart: the chart that it is for; counts are not below zero,
    those of a p chart not above their denominators, and the times of a t chart above zero. Raises IntakeError that
    names row and column for a text that is no date or number, a day that stands twice, a value that the chart cannot
    have, a denominator that is not above zero, a row with too many cells, and where nothing is left.
    """
    columns = [_column(rows, heading) for heading in (date_column, value_column, denominator_column) if heading]
    dates, amounts = columns[:2]
    _refuse_damaged_rows(rows, columns)
    if len(dates.texts) > MAX_POINTS:
        raise IntakeError(
            f"This series has {len(dates.texts):,} rows; at most {MAX_POINTS:,} can be drawn.",
            where=rows.name,
            mend="Add them up by month first.",
        )
    found = _days(dates.texts)
    dates.refuse([day is None for day in found], "is not a date", _MEND_DATE)
    days = [day for day in found if day is not None]
    values = _numbers(amounts)
    sizes = None
    if denominator_column:
        sizes = _numbers(columns[2])
        lacking = [not math.isnan(value) and not size > 0 for value, size in zip(values, sizes, strict=True)]
        mend = "Give what the value is counted out of, above zero, or leave both cells blank."
        columns[2].refuse(lacking, "is not a number above zero", mend)
    _refuse_what_the_chart_cannot_have(amounts, values, sizes, chart)
    order = sorted(range(len(days)), key=days.__getitem__)
    for one, other in pairwise(order):
        if days[one] == days[other]:
            first, second = sorted((dates.numbers[one], dates.numbers[other]))
            raise IntakeError(
                f"Rows {first} and {second} have the same date.",
                where=f"{rows.name}, column {dates.heading}",
                mend="Keep one row for each date, or add them up.",
            )
    if all(math.isnan(value) for value in values):
        raise IntakeError(
            "No row has a value.",
            where=f"{rows.name}, column {amounts.heading}",
            mend="Choose the column with the numbers.",
        )
    return Series(
        tuple(days[place] for place in order),
        tuple(values[place] for place in order),
        tuple(sizes[place] for place in order) if sizes else None,
        (*rows.notes, *_noticed(amounts, values, order, chart)),
    )


def _column(rows: FileRows, heading: str) -> _Cells:
    for place, known in enumerate(rows.headings):
        if known.casefold() == heading.casefold():
            texts = [(text or "").strip() for text in rows.rows.column(f"c{place}").to_pylist()]
            return _Cells(rows.name, known, rows.rows.column("row_number").to_pylist(), texts)
    near = difflib.get_close_matches(heading, rows.headings, n=1)
    if near:
        mend = f"Did you mean “{near[0]}”?"
    elif all(known[0].isalpha() for known in rows.headings):
        mend = f"Columns: {', '.join(known[:60] for known in rows.headings[:12])}."
    else:  # Without a row of headings the first row is somebody's data, which no message may repeat.
        mend = "The first row has to hold the headings of the columns."
    raise IntakeError(f"There is no column called “{heading[:60]}”.", where=rows.name, mend=mend)


def _refuse_damaged_rows(rows: FileRows, columns: Sequence[_Cells]) -> None:
    """A row of which a cell may have slipped into the next column, and a cell with a formula or an error."""
    ours = {None, *(cells.heading for cells in columns)}
    faults = [problem for problem in rows.problems if problem.column in ours]
    if not faults:
        return
    first = faults[0]
    where = f"{rows.name}, row {first.row_number}" + (f", column {first.column}" if first.column else "")
    more = f" {len(faults) - 1:,} more rows have a fault like it." if len(faults) > 1 else ""
    raise IntakeError(first.message + more, where=where, mend=first.mend)


def _looks(text: str) -> str:
    shape = shape_of(text)
    return "written like a date" if shape == "a date" else shape


def _numbers(cells: _Cells) -> list[float]:
    """NaN for a blank cell."""
    texts = [text.replace("−", "-") for text in cells.texts]
    signed = [text.endswith("%") for text in texts]
    texts = [text[:-1].strip() if percent else text for text, percent in zip(texts, signed, strict=True)]
    texts = [text.replace(",", "") if _THOUSANDS.fullmatch(text) else text for text in texts]
    blank = [text.casefold() in _NOTHING for text in texts]
    wrong = [not (gap or _NUMBER.fullmatch(text)) for text, gap in zip(texts, blank, strict=True)]
    cells.refuse(wrong, "is not a number", _MEND_NUMBER)
    numbers = [math.nan if gap else float(text) for text, gap in zip(texts, blank, strict=True)]
    mend = "Give the numbers in thousands or millions."
    cells.refuse([abs(number) > _LARGEST for number in numbers], "holds a number too large to be drawn", mend)
    if any(signed):
        plain = [not percent and not gap for percent, gap in zip(signed, blank, strict=True)]
        cells.refuse(plain, "has no percent sign, while others have one", _MEND_PERCENT)
    return numbers


def _refuse_what_the_chart_cannot_have(
    cells: _Cells, values: Sequence[float], sizes: Sequence[float] | None, chart: str
) -> None:
    if chart in _COUNTS:
        percents = [text.endswith("%") for text in cells.texts]
        cells.refuse(
            percents, f"is a percentage, while a {chart} chart counts", "Give the counts, or use the xmr chart."
        )
        cells.refuse([value < 0 for value in values], f"of this {chart} chart is below zero", "Counts start at 0.")
    if chart == "p" and sizes is not None:
        above = [value > size for value, size in zip(values, sizes, strict=True)]
        mend = "In a p chart the value counts those, out of the denominator, that have something."
        cells.refuse(above, "is above its denominator", mend)
    if chart == "t":
        mend = "A t chart takes the time since the event before. Where two events fell on one day, use the g chart."
        cells.refuse([value <= 0 for value in values], "is not above zero", mend)


def _noticed(cells: _Cells, values: Sequence[float], order: Sequence[int], chart: str) -> list[str]:
    notes = []
    if list(order) != sorted(order):
        notes.append("The rows were not in the order of their dates; they were sorted.")
    if gaps := sum(math.isnan(value) for value in values):
        notes.append(
            f"{gaps} {'row has' if gaps == 1 else 'rows have'} no value and {'is a gap' if gaps == 1 else 'are gaps'}."
        )
    if chart in _COUNTS:
        broken = [number for number, value in zip(cells.numbers, values, strict=True) if value % 1 > 0]
        if broken:
            notes.append(f"A {chart} chart counts, but row {broken[0]} does not hold a whole number.")
    return notes


def _days(texts: Sequence[str]) -> list[date | None]:
    """The day, or the first day of the month, in each text; the form that fitted last is tried first."""
    forms = [*_DAY_FORMS, *_MONTH_FORMS]
    days = []
    for text in texts:
        day = None
        for place, form in enumerate(forms):
            try:
                day = datetime.strptime(text, form).date()
            except ValueError:
                continue
            forms.insert(0, forms.pop(place))
            break
        days.append(day if day and day.year >= 1000 else None)
    return days
