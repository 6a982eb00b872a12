"""Numbered schema files, applied once each, with a checksum, inside one transaction with their own record."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mwm.errors import StoreError
from mwm.settings import SQL_FOLDER
from mwm.store.named_sql import all_names, named_sql


@dataclass(frozen=True)
class Migration:
    """One file of sql/schema: its number, name, checksum (of the text with plain line ends) and text."""

    number: int
    name: str
    checksum: str
    source: str


def known_migrations(folder: Path | None = None) -> list[Migration]:
    """All schema files in order."""
    found = []
    for path in sorted((folder or SQL_FOLDER / "schema").glob("[0-9]*_*.sql")):
        number = re.match(r"\d+", path.name)
        source = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        checksum = hashlib.sha256(source.encode()).hexdigest()
        found.append(Migration(int(number[0]) if number else 0, path.stem, checksum, source))
    return found


def pending(connection: Connection, known: list[Migration]) -> list[Migration]:
    """Migrations that this store lacks. Raises StoreError for a store that is newer or was made from other files."""
    connection.execute(named_sql("store/create_migration_table").clause)
    applied = {
        row.number: row.checksum for row in connection.execute(named_sql("store/applied_migrations").clause).all()
    }
    by_number = {migration.number: migration for migration in known}
    newest = max(by_number)
    if applied and max(applied) > newest:
        raise StoreError(
            f"This store was made by a newer version of the product: schema {max(applied)}, this one knows {newest}.",
            mend="Install the newer version, or open a back-up made by this one.",
        )
    for number, checksum in applied.items():
        if number not in by_number or by_number[number].checksum != checksum:
            raise StoreError(
                f"Schema file {number} is not the one that this store was made with.",
                mend="Restore the original file under sql/schema; changes go into a new, higher number.",
            )
    return [migration for migration in known if migration.number not in applied]


def apply(connection: Connection, migrations: list[Migration]) -> None:
    """Apply each and record it; the caller's transaction makes it all or nothing."""
    for migration in migrations:
        connection.exec_driver_sql(migration.source)
        connection.execute(
            named_sql("store/record_migration").clause,
            {
                "number": migration.number,
                "name": migration.name,
                "checksum": migration.checksum,
                "applied_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )


def views_are_current(connection: Connection) -> bool:
    """Whether the store's views and macros were made from the files that there are now."""
    try:
        return connection.execute(named_sql("store/views_stamp").clause).scalar() == _views_stamp()
    except DBAPIError:  # a new store has none yet; to look for it in the catalogue would take ten times as long
        return False


def make_views(connection: Connection) -> None:
    """Make all views and macros again, and note which files they were made from."""
    for name in all_names("views"):
        connection.execute(named_sql(name).clause)
    connection.exec_driver_sql(f"create or replace macro views_stamp() as '{_views_stamp()}'")


@cache
def _views_stamp() -> str:
    texts = (named_sql(name).body for name in all_names("views"))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
