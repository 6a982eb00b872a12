"""An Answer's rows as CSV."""

from __future__ import annotations

import csv
import io

from mwm.answer import Answer

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(answer: Answer) -> str:
    """The rows with the column keys as headings and plain values (months YYYY-MM, missing numbers empty).

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([column.key for column in answer.columns])
    for record in answer.records():
        writer.writerow([_safe(value) for value in record.values()])
    return written.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
