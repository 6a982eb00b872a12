"""Whose rows a file holds, and the entries that an import leaves in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mwm.errors import IntakeError
from mwm.framework import Framework, load_framework, parse_framework
from mwm.intake.kinds import plain_heading
from mwm.settings import settings
from mwm.store import Store, Transaction
from mwm.store.store import utc_now


@dataclass(frozen=True)
class Owner:
    """Whose rows they are. authority: None where the store holds several and none was named. known: all of them."""

    authority: str | None
    is_new: bool
    framework: Framework
    known: tuple[str, ...]


def find_owner(store: Store, transaction: Transaction, authority: str | None, framework: Framework | None) -> Owner:
    """The named authority, else the store's only one, else, for an empty store, the one that the settings name.

    Raises IntakeError where a framework is given that is not the one the authority or the store grades with.
    """
    known = tuple(transaction.read("intake/ledger/authorities")["authority"])
    chosen = authority or (known[0] if len(known) == 1 else None if known else settings().authority)
    if chosen in known:
        own = store.framework(str(chosen))
        if framework is not None and framework.source != own.source:
            raise IntakeError(
                "This authority already grades with another framework, or another text of it.",
                where=f"{own.key}, version {own.version}",
                mend="Leave the framework out, or use a new store.",
            )
        return Owner(chosen, False, own, known)
    own = framework or load_framework(settings().framework)
    stored = transaction.read_value("intake/ledger/framework_of_key", framework_key=own.key)
    if stored is not None and stored != own.source:
        if framework is not None:
            raise IntakeError(
                "The store holds another text of this framework.",
                where=own.key,
                mend="Give the changed framework a key of its own, or use a new store.",
            )
        own = parse_framework(stored, where="framework in the store")
    return Owner(chosen, chosen is not None, own, known)


@dataclass(frozen=True)
class EarlierImport:
    """An import that took in the very same file whole. Its numbers and dates as in the ledger."""

    batch_no: int
    imported_at: datetime
    first_date: Any
    last_date: Any


def earlier_import(
    transaction: Transaction, file_sha256: str, kind: str, authority: str | None
) -> EarlierImport | None:
    """The first import of a file that was not undone and refused no row."""
    found = transaction.read("intake/ledger/earlier_import", file_sha256=file_sha256, kind=kind, authority=authority)
    if found.empty:
        return None
    row = found.iloc[0]
    return EarlierImport(int(row["batch_no"]), row["imported_at"].to_pydatetime(), row["first_date"], row["last_date"])


def heading_mappings(
    transaction: Transaction, authority: str | None, kinds: Mapping[str, bool], given: Mapping[str, str] | None
) -> dict[str, dict[str, str]]:
    """Kind → heading → column key, as a person said now or in an earlier import; now wins.

    kinds: kind → whether its rows belong to one council.
    """
    remembered = transaction.read("intake/ledger/remembered_headings", authority=authority or "")
    now = dict(given or {})
    taken = {plain_heading(heading) for heading in now}
    columns = set(now.values()) - {""}
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    cells = (remembered[column].tolist() for column in ("authority", "kind", "heading", "column_name"))
    for owner, kind, heading, column in zip(*cells, strict=True):
        belongs = kind in kinds and owner == (authority or "" if kinds[kind] else "")
        if belongs and plain_heading(heading) not in taken and column not in columns:
            found[kind][heading] = column
    return {kind: earlier | now for kind, earlier in found.items()}


def enter_authority(transaction: Transaction, owner: Owner, *, is_synthetic: bool) -> None:
    """Add a new authority and the framework that it grades with."""
    now, framework = utc_now(), owner.framework
    transaction.run(
        "intake/ledger/add_framework",
        framework_key=framework.key,
        version=framework.version,
        name=framework.name,
        definition=framework.source,
        sha256=hashlib.sha256(framework.source.encode()).hexdigest(),
        added_at=now,
    )
    transaction.run(
        "intake/ledger/add_authority",
        authority=owner.authority,
        is_synthetic=is_synthetic,
        framework_key=framework.key,
        created_at=now,
    )


def enter_batch(transaction: Transaction, *, kind: str, file_name: str, imported_by: str, **facts: Any) -> int:
    """Enter an import into the ledger and the audit. Returns its number.

    facts: the other parameters of intake/ledger/add_batch.
    """
    number = int(transaction.read_value("intake/ledger/next_batch_no"))
    transaction.run(
        "intake/ledger/add_batch",
        batch_no=number,
        kind=kind,
        file_name=file_name,
        imported_at=utc_now(),
        imported_by=imported_by,
        **facts,
    )
    enter_audit(transaction, imported_by, "import", f"batch {number}", f"{kind}: {file_name}")
    return number


def enter_audit(transaction: Transaction, who: str, action: str, subject: str, detail: str) -> None:
    """Record who did what."""
    transaction.run(
        "intake/ledger/add_audit_entry", done_at=utc_now(), who=who, action=action, subject=subject, detail=detail
    )


def remember_headings(
    transaction: Transaction, authority: str | None, kind: str, mapping: Mapping[str, str], batch_id: str
) -> None:
    """Keep what a person said about headings, for the next file of this authority and kind."""
    for heading, column in mapping.items():
        place = {"authority": authority or "", "kind": kind, "heading": heading}
        transaction.run("intake/ledger/forget_heading", **place)
        transaction.run("intake/ledger/remember_heading", **place, column_name=column, batch_id=batch_id)
