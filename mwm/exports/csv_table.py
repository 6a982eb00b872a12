"""An Answer's rows as CSV."""

from __future__ import annotations

import csv
import io

from mwm.answer import Answer
from mwm.exports.cells import SYNTHETIC, safe, status_key


def csv_text(answer: Answer) -> str:
    """The rows with the column keys as headings and plain values (months YYYY-MM, missing numbers empty).

    A column "status" holds the symbol that says why a number is missing or to be used with care (mwm.symbols), never
    the number's own place. A text that a spreadsheet would run as a formula gets an apostrophe before it. Made-up
    figures say so in every row, in a last column "synthetic", so that they stay known for what they are wherever the
    rows are copied.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    mark = [SYNTHETIC] if answer.is_synthetic else []
    writer.writerow([column.key for column in answer.columns] + [status_key(answer)] + mark)
    for record, status in zip(answer.records(), answer.statuses(), strict=True):
        writer.writerow([safe(value) for value in record.values()] + [status] + ["yes" for _ in mark])
    return written.getvalue()
