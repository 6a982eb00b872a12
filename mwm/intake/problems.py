"""What can be wrong with one cell or row of a file, in words that are safe to show and to log.

A value is never repeated here, because any cell may hold somebody's name: its shape is told instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EXAMPLE_MARK = "EXAMPLE"
"""A row whose first cell starts with this is the example of a template: reading leaves it out with a note."""

WHAT_TO_MEND = "What to mend"
"""The heading of the column that the workbook of refused rows adds; it is left out when that workbook is sent again."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
# A longer number may be a worker's, a family's or a telephone number.
_SHORT_NUMBER = 3


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one cell or row."""

    row_number: int
    """As a spreadsheet shows it: the headings are row 1."""
    column: str | None
    """The heading as written in the file; None for the whole row."""
    code: str
    """A short stable name, such as grade_out_of_scale."""
    value_shape: str
    """What the value looks like, never an identifier: "number 7", "text of 12 characters", "blank"."""
    message: str
    """One plain sentence."""
    mend: str
    """What to do."""


def shape_of(value: str | None) -> str:
    """What a cell's text looks like, without saying it: "blank", "number 7", "a date", "text of 12 characters"."""
    text = (value or "").strip()
    if not text:
        return "blank"
    if _NUMBER.fullmatch(text):
        if sum(sign.isdigit() for sign in text) <= _SHORT_NUMBER:
            return f"number {text}"
        return f"number of {sum(sign.isdigit() for sign in text)} digits"
    if _DATE.fullmatch(text):
        return "a date"
    return f"text of {len(text)} character{'' if len(text) == 1 else 's'}"
