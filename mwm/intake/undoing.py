"""Takes an import back whole."""

from __future__ import annotations

from typing import Any

from mwm.errors import IntakeError
from mwm.intake import ledger
from mwm.intake.months import (
    lend_parts,
    rebuild_group_months,
    rebuild_marker_months,
    rebuild_months,
    recount_grades,
)
from mwm.intake.report import Undone
from mwm.settings import settings
from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql
from mwm.store.store import utc_now


def undo(store: Store, batch: str, *, user: str | None = None) -> Undone:
    """Take back what an import brought: its rows go, and what they replaced is current again.

    Where a later import has replaced a row since, that later version stays. Teams, service areas and the authority
    that came with the import go too, unless something else uses them. The ledger keeps the entry, marked as undone.

    batch: its id or its number. user: for the ledger. Raises IntakeError for an unknown import and for one that is
    undone already.
    """
    who = user or settings().user
    with store.workspace() as work:
        found = work.read("intake/ledger/batch", batch=batch.strip())
        if found.empty:
            raise IntakeError(
                "There is no import of this number.",
                where=f"batch {batch.strip()[:20]}",
                mend="See the list of imports (python -m mwm batches).",
            )
        row = found.iloc[0]
        number, authority = int(row["batch_no"]), row["authority"] if isinstance(row["authority"], str) else None
        if row["undone_at"] == row["undone_at"] and row["undone_at"] is not None:
            raise IntakeError(
                f"Batch {number} was undone already, on {row['undone_at']:%d/%m/%Y}.",
                mend="See the list of imports (python -m mwm batches).",
            )
        values: dict[str, Any] = {"batch_id": row["batch_id"], "authority": authority}

        def parameters(name: str) -> dict[str, Any]:
            return {key: values[key] for key in named_sql(name).parameters}

        for name in all_names("intake/undo/1_prepare"):
            work.run(name, **parameters(name))
        restored = int(work.read_value("intake/undo/restored", batch_id=row["batch_id"]))
        lent = lend_parts(work, store.framework(authority)) if authority else []
        try:
            with work.transaction(f"undo {row['kind']}") as transaction:
                transaction.run(
                    "intake/ledger/mark_undone", batch_id=row["batch_id"], undone_at=utc_now(), undone_by=who
                )
                for name in all_names("intake/undo/2_restore") + all_names("intake/undo/3_delete"):
                    transaction.run(name, **parameters(name))
                if authority:
                    recount_grades(transaction)
                    rebuild_months(transaction, authority)
                    rebuild_marker_months(transaction, authority)
                    rebuild_group_months(transaction, authority)
                for name in all_names("intake/undo/4_tidy"):
                    transaction.run(name, **parameters(name))
                ledger.enter_audit(transaction, who, "undo", f"batch {number}", f"{row['kind']}: {row['file_name']}")
        finally:
            for name in lent:
                work.take_back(name)
    rows = "row was" if int(row["rows_new"]) + int(row["rows_replaced"]) == 1 else "rows were"
    removed = int(row["rows_new"]) + int(row["rows_replaced"])
    again = (
        f", and {restored:,} earlier {'entry is' if restored == 1 else 'entries are'} current again" if restored else ""
    )
    return Undone(
        batch_id=str(row["batch_id"]),
        batch_no=number,
        kind=str(row["kind"]),
        file_name=str(row["file_name"]),
        authority=authority,
        rows_removed=removed,
        restored=restored,
        headline=f"Batch {number} was undone: {removed:,} {rows} taken back{again}.",
    )
