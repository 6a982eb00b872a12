"""The symbols of the Government Statistical Service, which stand beside a number and never in its place.

c: hidden to protect people. k: rounds to nought but is not nought. u: of low reliability. x: not available.
z: not applicable. Source: GSS, Symbols in tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

CONFIDENTIAL, LOW, UNRELIABLE, NOT_AVAILABLE, NOT_APPLICABLE = "c", "k", "u", "x", "z"
SYMBOLS = {
    CONFIDENTIAL: "hidden, so that nobody can be singled out",
    LOW: "rounds to nought but is not nought",
    UNRELIABLE: "of low reliability: few observations",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable: nothing was recorded",
}
HIDDEN_WHY = "c: hidden, because so few people stand behind it that somebody could be singled out."
VALUES = ("average", "average_change", "coefficient", "grade", "number", "percent", "percent_change", "rate", "change")


def symbols(
    rows: pd.DataFrame, columns: Sequence[tuple[str, str]], suppressed: Sequence[bool], written: Any, enough: int
) -> list[str]:
    """One symbol for each row, "" for an ordinary one.

    columns: (key, kind) of the answer's columns. suppressed: whether disclosure control hid a row's numbers; empty for
    none. written: turns a value and its kind into text. enough: fewer observations than this are of low reliability.
    A row's value is that of its first column of a value's kind, else of its first count.
    """
    value = next(((key, kind) for key, kind in columns if kind in VALUES), None)
    counted = next((key for key, kind in columns if kind == "count" and value is not None), None)
    count = value is None and next(((key, kind) for key, kind in columns if kind == "count"), None)
    key, kind = value or count or ("", "")
    said = []
    for place in range(len(rows)):
        hidden = bool(suppressed) and bool(suppressed[place])
        if hidden or not key:
            said.append(CONFIDENTIAL if hidden else "")
            continue
        number = rows[key].iloc[place]
        n = rows[counted].iloc[place] if counted else None
        if pd.isna(number):
            said.append(NOT_APPLICABLE if n is not None and not pd.isna(n) and n == 0 else NOT_AVAILABLE)
        elif number != 0 and not any(digit in written(number, kind) for digit in "123456789"):
            said.append(LOW)
        else:
            thin = n is not None and not pd.isna(n) and 0 < n < enough and kind in ("average", "percent")
            said.append(UNRELIABLE if thin else "")
    return said
