"""A table of grades from somebody's own file, units in rows and graders in columns: nothing of it is stored."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mwm.errors import IntakeError
from mwm.intake.problems import shape_of
from mwm.intake.reading import FileRows

MAX_UNITS = 50_000
MAX_GRADERS = 100
_LARGEST = 1e12  # above this, differences between grades are lost in a computer's numbers
_FEW = 3  # faults told one by one

_BLANK = {"", "na", "n/a", "nan", "null", ".", "*", "-", "–", "—"}
# fmt: off
_UNIT_WORDS = {
    "unit", "units", "id", "ids", "observation", "observations", "obs", "subject", "subjects", "target", "targets",
    "case", "cases", "item", "items", "recording", "recordings", "name", "names", "no", "nr", "number", "row", "index",
    "ref", "reference", "participant", "patient", "client", "session", "visit", "unnamed",
}
# fmt: on
_GRADER_WORDS = {"grader", "rater", "judge", "coder", "observer", "marker", "assessor"}
_GRADE_WORDS = {"grade", "score", "rating", "value", "mark", "code"}


@dataclass(frozen=True)
class AgreementTable:
    """Grades of units by graders, as a file gives them.

    graders: the headings. rows: a number for each unit and grader, NaN where blank. words: where grades are words, the
    word that 0, 1, 2 … stand for; else empty. notes: sentences for people.
    """

    graders: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    words: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Column:
    heading: str
    texts: list[str | None]


def read_agreement_table(file: FileRows, *, words_allowed: bool = False) -> AgreementTable:
    """The grades in a file with a unit in each row and a grader in each column.

    A first column that names the units (by its heading, such as unit, id or observation, or because it holds texts) is
    left out. Blank cells, NA and the marks . * - are no grade. A comma is a decimal comma unless all commas stand
    before three digits. words_allowed: grades may be words, which are then the same whatever their case. Raises
    IntakeError that names row and column for a cell that is no number, and where the file is no such table or holds no
    grade.
    """
    numbers: list[int] = file.rows.column("row_number").to_pylist()
    columns = [_Column(heading, _cells(file, place)) for place, heading in enumerate(file.headings)]
    _refuse_what_is_no_such_table(file, columns, len(numbers))
    notes = list(file.notes)
    if len(columns) > 1 and _names_units(columns, words_allowed):
        notes.append(f"The first column (“{columns[0].heading[:60]}”) names the units and was left out.")
        named = [text for text in columns[0].texts if text is not None]
        if len(set(named)) < len(named):
            notes.append("Some units are named more than once; each row was taken as a unit of its own.")
        columns = columns[1:]
    if marks := sum(text is not None and text.casefold() in _BLANK for column in columns for text in column.texts):
        notes.append(f"{marks} {'cell holds' if marks == 1 else 'cells hold'} a mark such as NA and counted as blank.")
    columns = [_Column(column.heading, [_unless_blank(text) for text in column.texts]) for column in columns]
    given = [text for column in columns for text in column.texts if text is not None]
    if not given:
        raise IntakeError("There is no grade in this file.", where=file.name, mend="Put one grade into each cell.")
    decimal_comma = any(re.fullmatch(r"[^,]*,(?!\d{3}$)\d*|[+-]?0?,\d+", text) for text in given)
    parsed = [[_number(text, decimal_comma) for text in column.texts] for column in columns]
    known: tuple[str, ...] = ()
    if any(value is None for column in parsed for value in column):
        if not words_allowed:
            raise _no_number(file, columns, parsed, numbers)
        parsed, known, merged = _coded(columns, parsed)
        if {column.heading.casefold() for column in columns} <= {word.casefold() for word in known}:
            raise _no_headings(file, "words that stand among the grades too")
        if merged:
            which = "spelling differs" if merged == 1 else "spellings differ"
            notes.append(f"{merged} {which} from another in capitals or spaces only and counted as the same word.")
    notes += _oddities(columns, parsed, len(numbers))
    rows = [tuple(math.nan if value is None else value for value in row) for row in zip(*parsed, strict=True)]
    return AgreementTable(tuple(column.heading for column in columns), tuple(rows), known, tuple(notes))


def _cells(file: FileRows, place: int) -> list[str | None]:
    texts: list[str | None] = file.rows.column(f"c{place}").to_pylist()
    return texts


def _unless_blank(text: str | None) -> str | None:
    return None if text is None or text.strip().casefold() in _BLANK else text.strip()


def _refuse_what_is_no_such_table(file: FileRows, columns: Sequence[_Column], units: int) -> None:
    if file.problems:
        first = file.problems[0]
        column = f", column {first.column[:60]}" if first.column else ""
        more = len(file.problems) - 1
        raise IntakeError(
            first.message,
            where=f"{file.name}, row {first.row_number}{column}",
            mend=first.mend + (f" {more:,} more of such faults follow." if more else ""),
        )
    if len(columns) > MAX_GRADERS + 1:
        raise IntakeError(
            f"This table has {len(columns):,} columns; at most {MAX_GRADERS} graders can be compared.",
            where=file.name,
            mend="Units go in rows and graders in columns: turn the table if it is the other way round.",
        )
    if units > MAX_UNITS:
        raise IntakeError(
            f"This table has {units:,} rows; at most {MAX_UNITS:,} units can be compared.",
            where=file.name,
            mend="Take a sample of them.",
        )
    *before, last = [set(_words(column.heading)) for column in columns]
    names_graders = any(words & _GRADER_WORDS and not words & _GRADE_WORDS for words in before)
    if len(columns) <= 4 and names_graders and last & _GRADE_WORDS and not last & _GRADER_WORDS:
        raise IntakeError(
            "This table seems to have one row for each grade.",
            where=file.name,
            mend="Give each unit one row and each grader one column.",
        )
    headings = [_number(column.heading, "," in column.heading) for column in columns]
    found = [heading for heading in headings if heading is not None]
    if len(found) == len(headings) and not _counts_on(found):
        raise _no_headings(file, "numbers")


def _no_headings(file: FileRows, what: str) -> IntakeError:
    return IntakeError(
        f"The first row holds {what}, so it seems to be grades and not headings.",
        where=f"{file.name}, row of headings",
        mend="Put a row above it with a name for each grader.",
    )


def _counts_on(values: Sequence[float | None]) -> bool:
    """Whether they are 0, 1, 2 … or 1, 2, 3 …"""
    return list(values) in [list(map(float, range(first, first + len(values)))) for first in (0, 1)]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.casefold())


def _names_units(columns: Sequence[_Column], words_allowed: bool) -> bool:
    """Whether the first column names the units."""
    first, *others = columns
    words = _words(first.heading)
    if words and set(words) <= _UNIT_WORDS:
        return True
    texts = [text for text in first.texts if _unless_blank(text) is not None]
    worded = [text for text in texts if _number(text, True) is None]
    elsewhere = {(text or "").casefold() for column in others for text in column.texts}
    if not words_allowed:
        return len(worded) * 2 > len(texts) and any(_number(text, True) is not None for text in elsewhere)
    distinct = {(text or "").casefold() for text in texts}
    return len(texts) >= 2 and len(worded) == len(texts) == len(distinct) and not distinct & elsewhere


def _number(text: str | None, decimal_comma: bool) -> float | None:
    """NaN for a blank cell, None for what is no number."""
    if text is None:
        return math.nan
    plain = text.strip().replace("−", "-")
    if decimal_comma:
        plain = plain.replace(",", ".", 1)
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", plain):
        return None
    number = float(plain)
    return number if abs(number) <= _LARGEST else None


def _no_number(
    file: FileRows, columns: Sequence[_Column], parsed: Sequence[Sequence[float | None]], numbers: Sequence[int]
) -> IntakeError:
    faults = [
        (number, column.heading, column.texts[place])
        for place, number in enumerate(numbers)
        for column, values in zip(columns, parsed, strict=True)
        if values[place] is None
    ]
    told = "; ".join(
        f"row {number}, column {heading[:60]} ({shape_of(text)})" for number, heading, text in faults[:_FEW]
    )
    left = len(faults) - _FEW
    more = f"; and {left:,} more {'cell' if left == 1 else 'cells'}" if left > 0 else ""
    return IntakeError(
        f"A grade is not a number: {told}{more}.",
        where=file.name,
        mend="Write grades in digits and leave the cell blank where there is none. Words go with --level nominal.",
    )


def _coded(
    columns: Sequence[_Column], parsed: Sequence[Sequence[float | None]]
) -> tuple[list[list[float | None]], tuple[str, ...], int]:
    """Codes for words, the words in the order of the alphabet, and how many spellings were merged into others."""
    spellings: dict[str, str] = {}
    seen: set[str] = set()
    keys: list[list[str | None]] = []
    for column, values in zip(columns, parsed, strict=True):
        keys.append([])
        for text, value in zip(column.texts, values, strict=True):
            if text is None:
                keys[-1].append(None)
                continue
            word = " ".join(text.split()) if value is None else f"{value:g}"
            spellings.setdefault(word.casefold(), word)
            seen.add(text if value is None else word)
            keys[-1].append(word.casefold())
    order = {key: float(code) for code, key in enumerate(sorted(spellings))}
    coded: list[list[float | None]] = [[math.nan if key is None else order[key] for key in column] for column in keys]
    return coded, tuple(spellings[key] for key in sorted(spellings)), len(seen) - len(spellings)


def _oddities(columns: Sequence[_Column], parsed: Sequence[Sequence[float | None]], units: int) -> list[str]:
    said = []
    empty = [column.heading for column in columns if all(text is None for text in column.texts)]
    if empty:
        said.append(f"{len(empty)} {'column has' if len(empty) == 1 else 'columns have'} no grade and were left out.")
    without = sum(all(column.texts[place] is None for column in columns) for place in range(units))
    if without:
        said.append(f"{without:,} {'row has' if without == 1 else 'rows have'} no grade and were left out.")
    if units >= 5 and len(columns) > 1 and _counts_on(parsed[0]):
        said.append(
            "The first column counts 1, 2, 3 …: if it numbers the units, head it “unit” so that it is left out."
        )
    if all(_number(column.heading, False) is not None for column in columns):
        said.append("The first row was taken as the names of the graders, though they are numbers.")
    if len(columns) > max(units, 10):
        said.append("There are more graders than units: units go in rows and graders in columns.")
    return said
