"""An Answer's rows as CSV."""

from __future__ import annotations

import csv
import io

from mwm.answer import Answer

_SYNTHETIC = "synthetic"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(answer: Answer) -> str:
    """The rows with the column keys as headings and plain values (months YYYY-MM, missing numbers empty).

    A text that a spreadsheet would run as a formula gets an apostrophe before it. Made-up figures say so in every
    row, in a last column "synthetic", so that they stay known for what they are wherever the rows are copied.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    mark = [_SYNTHETIC] if answer.is_synthetic else []
    writer.writerow([column.key for column in answer.columns] + mark)
    for record in answer.records():
        writer.writerow([_safe(value) for value in record.values()] + ["yes" for _ in mark])
    return written.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
