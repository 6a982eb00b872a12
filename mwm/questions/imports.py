"""What was imported, when, and what was refused."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError
from mwm.questions.question import question
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("batch_no", "No.", "count"),
    Column("state", "State"),
    Column("imported_at", "When (UTC)"),
    Column("imported_by", "Who"),
    Column("kind", "Kind"),
    Column("file_name", "File"),
    Column("rows_read", "Rows read", "count"),
    Column("rows_new", "New", "count"),
    Column("rows_replaced", "Replaced", "count"),
    Column("rows_unchanged", "Unchanged", "count"),
    Column("rows_refused", "Refused", "count"),
    Column("first_date", "From", "month"),
    Column("last_date", "To", "month"),
    Column("batch_id", "Batch"),
)
_METHOD = Method(
    definition="One row for each import, newest first. A corrected row replaces the earlier version; both stay in "
    "the store. An import that was undone stays in this list.",
    sql=("questions/data/batch",),
)


@question("import-batches", "Every import: what, when, how many rows, and whether it was undone.", kinds=())
def import_batches(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """The ledger of imports, newest first.

    Rows: batch_no, state (in use, undone), imported_at (UTC), imported_by, kind, file_name, counts of rows, first and
    last month of the data, batch_id.
    """
    rows = store.read("questions/data/batch", authority=scope.authority)
    rows["state"] = rows["undone_at"].isna().map({True: "in use", False: "undone"})
    rows["imported_at"] = rows["imported_at"].dt.strftime("%Y-%m-%d %H:%M")
    in_use = rows[rows["state"] == "in use"]
    refused = int(in_use["rows_refused"].sum())
    headline = "Nothing has been imported yet."
    if len(in_use):
        headline = (
            f"{len(in_use):,} {'import' if len(in_use) == 1 else 'imports'} in use, the newest from "
            f"{in_use['imported_at'].iloc[0][:10]}"
            + (f"; {refused:,} rows were refused and wait to be mended." if refused else "; no row was refused.")
        )
    elif len(rows):
        headline = "Every import has been undone."
    return Answer(
        question="import-batches",
        status="ok" if len(rows) else "empty",
        headline=headline,
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"imports": len(in_use), "refused_rows": refused},
        method=_METHOD,
        extra={"synthetic": dict(zip(rows["batch_id"], rows["is_synthetic"], strict=True))},
    )


def refused_rows(store: Store, viewer: Viewer, batch_id: str) -> pd.DataFrame:
    """One row for each thing wrong with a refused row of one import.

    Columns: row_number, column_name, problem, value_shape, message, mend, row_values (heading → cell as in the file).
    The cells hold identifiers, so only viewers who may see names get them; others get ScopeError.
    """
    if not viewer.may_see_names:
        raise ScopeError("Refused rows hold identifiers and are not shown here.", mend="Leave present mode first.")
    rows = store.read("questions/data/refused_row", batch_id=batch_id)
    cells: Any = [json.loads(values) for values in rows["row_values"]]
    return rows.assign(row_values=cells)
