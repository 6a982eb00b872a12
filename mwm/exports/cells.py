"""What may stand in a cell of a table that a spreadsheet opens, and what the column of symbols is called."""

from __future__ import annotations

import re

from mwm.answer import Answer

SYNTHETIC, STATUS, SYMBOL = "synthetic", "status", "gss_symbol"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe(value: object) -> object:
    """A value as it may be written: a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    plain = _UNPRINTABLE.sub("", value).replace("\r\n", "\n").replace("\r", "\n")  # csv would leave a lone \r bare
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain


def status_key(answer: Answer) -> str:
    """The key of the column of symbols; another one where the question has a status of its own."""
    return SYMBOL if any(column.key == STATUS for column in answer.columns) else STATUS
