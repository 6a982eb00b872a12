"""What left the dashboard as a file, when, and which numbers."""

from __future__ import annotations

from mwm.answer import Answer, Column, Method
from mwm.questions.question import question
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

_SHOWN = {True: "shown", False: "hidden"}
_COLUMNS = (
    Column("exported_at", "When (UTC)"),
    Column("exported_by", "Who"),
    Column("question", "What"),
    Column("form", "Kind of file"),
    Column("scope_words", "About"),
    Column("small_numbers", "Small numbers"),
    Column("row_count", "Rows", "count"),
    Column("store_version", "Store version", "year"),
    Column("way", "From"),
    Column("scope_link", "Link"),
)
_METHOD = Method(
    definition="One row for each file that was saved from the screen or the command line, newest first: tables, "
    "pictures, slides and reports. What was in a file is not kept, nor the name that it was given.",
    exclusions="Pictures that somebody takes of the screen, and tables that are copied from it, are not known here.",
    sql=("questions/data/export_entry",),
)


@question(
    "exports", "What was handed over as a file: what, when, by whom, and whether small numbers were shown.", kinds=()
)
def exports(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """The record of exports, newest first.

    Rows: exported_at (UTC), exported_by, question (or pack), form (csv, xlsx …), scope_words, small_numbers (shown,
    hidden), row_count, store_version, way (screen, command line), scope_link.
    """
    found = store.read("questions/data/export_entry", authority=scope.authority)
    found["small_numbers"] = found["has_small_numbers"].astype(bool).map(_SHOWN)
    found["exported_at"] = found["exported_at"].dt.strftime("%Y-%m-%d %H:%M")
    n, shown = len(found), int((found["small_numbers"] == "shown").sum())
    headline = "No file was handed over yet."
    if n:
        small = f"{shown:,} of them with small numbers shown" if shown else "none of them with small numbers"
        headline = (
            f"{n:,} {'file was' if n == 1 else 'files were'} handed over, the last on "
            f"{found['exported_at'].iloc[0][:10]}; {small}."
        )
    return Answer(
        question="exports",
        status="ok" if n else "empty",
        headline=headline,
        scope=scope,
        rows=found[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"files": n, "with_small_numbers": shown},
        method=_METHOD,
    )
