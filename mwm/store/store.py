"""One DuckDB file behind one SQLAlchemy engine: reads by named SQL, writes in one transaction at a time."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from mwm.errors import StoreError
from mwm.framework import Framework, parse_framework
from mwm.store import migrations
from mwm.store.named_sql import named_sql

# No extension is fetched at run time and no file but the store itself is touched through SQL. The newer file format
# (our pinned DuckDB is newer still) writes columns of texts in two thirds of the time.
_CONFIG = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "storage_compatibility_version": "v1.4.0",
}

_REMEMBERED = 500  # readings of read_once(); each is a few rows


class Store:
    """An open store. Thread-safe: any number of readers, one writer at a time.

    path: the file. notices: things that happened on opening and that a person must be told.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path, self.notices = path, list[str]()
        if not path.exists():
            if not create:
                raise StoreError(
                    "There is no store here yet.",
                    where=path.name,
                    mend="Import a file (python -m mwm import FILE) or make a demo store (python -m mwm demo).",
                )
            path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(
            URL.create("duckdb", database=str(path)),
            connect_args={"config": _CONFIG},
            pool_size=4,
            max_overflow=28,
            hide_parameters=True,  # a failing statement must not print the values that were bound to it
        )
        event.listen(self._engine, "connect", _quiet)
        self._writing = threading.RLock()
        self._frameworks: dict[str, Framework] = {}
        self._remembered: dict[tuple[Any, ...], pd.DataFrame] = {}
        try:
            self._migrate()
            self._version = int(self.read_value("store/newest_change"))
        except BaseException:
            self._engine.dispose()
            raise

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Store:
        """Open a store file, migrating an older one after a back-up copy.

        create: make the file where there is none; otherwise StoreError. StoreError too for a file that another
        program has open, that is newer than this version, or that is not a store.
        """
        return cls(Path(path), create=create)

    def close(self) -> None:
        """Let the file go, so that another program may open it."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def version(self) -> int:
        """A number that grows with every committed change: the key of every cache."""
        return self._version

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """Rows of a named query. Missing values are NaN, NaT or None."""
        named_sql(name).check_shape(parameters)
        with self._engine.connect() as connection:
            return _frame(connection, name, parameters)

    def read_once(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """As read(), and remembered until the store changes: for what nearly every question asks. Do not change it."""
        bound = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
        key = (self._version, name, tuple(sorted(bound.items())))
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self.read(name, **parameters)
        return found

    def read_value(self, name: str, /, **parameters: Any) -> Any:
        """The first column of the first row of a named query, as a plain Python value."""
        named_sql(name).check_shape(parameters)
        with self._engine.connect() as connection:
            return connection.execute(named_sql(name).clause, parameters).scalar()

    @contextmanager
    def transaction(self, what: str) -> Iterator[Transaction]:
        """All or nothing. Commits when the block ends well and then counts the version up; else rolls back."""
        with self._writing, self._engine.connect() as connection, self._change(connection, what) as transaction:
            yield transaction

    def note(self, name: str, /, **parameters: Any) -> None:
        """Run one named statement that adds to a record which no answer is worked out from.

        The version stays, and with it everything that is remembered under it.
        """
        with self._writing, self._engine.connect() as connection, connection.begin():
            connection.execute(named_sql(name).clause, parameters)

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Temporary tables on one connection while nobody else writes: for preparing a large change before writing it.

        They are kept apart from the store, are seen by Workspace.transaction(), and are gone when the block ends.
        """
        with self._writing, self._engine.connect() as connection:
            work = Workspace(connection, self._change)
            try:
                yield work
            finally:
                work.clear()

    @contextmanager
    def _change(self, connection: Connection, what: str) -> Iterator[Transaction]:
        with connection.begin():
            transaction = Transaction(connection)
            yield transaction
            transaction.run("store/record_change", change_no=self._version + 1, changed_at=utc_now(), what=what)
        self._version += 1
        self._frameworks.clear()
        self._remembered.clear()
        connection.exec_driver_sql("CHECKPOINT")

    def framework(self, authority: str) -> Framework:
        """The framework that an authority's observations are graded with. Raises StoreError for an unknown one."""
        if authority not in self._frameworks:
            definition = self.read_value("store/framework_of", authority=authority)
            if definition is None:
                raise StoreError("The store has no authority of this name.", where=authority[:80])
            self._frameworks[authority] = parse_framework(definition, where="framework in the store")
        return self._frameworks[authority]

    def backup(self, target: Path) -> Path:
        """Copy the store, as of the last commit, into a file that can be opened. Never overwrites a file."""
        if target.exists():
            raise StoreError("There is a file of this name already.", where=target.name, mend="Choose another name.")
        with self._writing, self._engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            _copy_whole(self.path, target)
        return target

    def _migrate(self) -> None:
        known = migrations.known_migrations()
        with self._first_connection() as connection, connection.begin():
            missing = migrations.pending(connection, known)
            if not missing and migrations.views_are_current(connection):
                return
        if missing and missing[0].number > known[0].number:
            copy = self.path.with_name(f"{self.path.stem}.before-{missing[0].number:04d}{self.path.suffix}")
            if not copy.exists():
                self.backup(copy)
            self.notices.append(f"The store was brought up to date. A copy of the older one is kept as {copy.name}.")
        with self._engine.connect() as connection:
            with connection.begin():
                migrations.apply(connection, missing)
                migrations.make_views(connection)
            connection.exec_driver_sql("CHECKPOINT")

    def _first_connection(self) -> Connection:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            reason = str(error.orig)
            if "lock" in reason.lower():
                raise StoreError(
                    "Another program has this store open.",
                    where=self.path.name,
                    mend="Stop the dashboard (or the other command) first, or give another file with --store.",
                ) from error
            if "WAL" in reason:
                return self._without_log(error)
            raise StoreError(
                "This file is not a store that can be opened.",
                where=self.path.name,
                mend="Restore a back-up (python -m mwm restore FILE), or give another file with --store.",
            ) from error

    def _without_log(self, error: Exception) -> Connection:
        """A write-ahead log that cannot be replayed is set aside, loudly, and never deleted."""
        log = self.path.with_name(self.path.name + ".wal")
        aside = self.path.with_name(f"{self.path.name}.wal.set-aside-{utc_now():%Y%m%dT%H%M%S}")
        if not log.exists():
            raise StoreError("This store cannot be opened.", where=self.path.name, mend="Restore a back-up.") from error
        log.rename(aside)
        self.notices.append(
            f"The last changes could not be read back after a crash. They are kept in {aside.name}; "
            "everything up to the last completed import is here. Please tell whoever looks after this store."
        )
        return self._engine.connect()


class Transaction:
    """What may be done inside Store.transaction()."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, name: str, /, **parameters: Any) -> None:
        """Run a named statement."""
        self._connection.execute(named_sql(name).clause, parameters)
        self._settle()

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """Rows of a named query, seen from inside the transaction."""
        rows = _frame(self._connection, name, parameters)
        self._settle()
        return rows

    def read_value(self, name: str, /, **parameters: Any) -> Any:
        """The first column of the first row of a named query."""
        value = self._connection.execute(named_sql(name).clause, parameters).scalar()
        self._settle()
        return value

    def collect(self, table: str, name: str, /, **parameters: Any) -> None:
        """Add the rows of a named query to a table, column by name."""
        self._connection.execute(text(f"insert into {table} by name {named_sql(name).body}"), parameters)
        self._settle()

    def lend(self, name: str, rows: Any) -> None:
        """Let SQL read a pandas frame or an Arrow table under this name, without copying it, until taken back."""
        self._native().register(name, rows)

    def take_back(self, name: str) -> None:
        """End lend()."""
        self._native().unregister(name)

    def append(self, table: str, rows: pd.DataFrame) -> None:
        """Add a frame's rows to a table, column by name."""
        if len(rows):
            self._native().append(table, rows, by_name=True)

    def _settle(self) -> None:
        """Nothing is settled before the transaction ends."""

    def _native(self) -> Any:
        return self._connection.connection.driver_connection


class Workspace(Transaction):
    """What may be done inside Store.workspace(): each step is settled at once, in temporary tables only.

    Settled, because DuckDB reads rows that a transaction has not yet committed with one thread only.
    """

    def __init__(
        self, connection: Connection, change: Callable[[Connection, str], AbstractContextManager[Transaction]]
    ) -> None:
        super().__init__(connection)
        self._change = change

    def transaction(self, what: str) -> AbstractContextManager[Transaction]:
        """As Store.transaction(), on the connection that has the temporary tables."""
        return self._change(self._connection, what)

    def clear(self) -> None:
        """Drop all temporary tables and views."""
        self._connection.rollback()
        for kind, name in self._connection.execute(named_sql("store/temporary_relations").clause).all():
            self._connection.exec_driver_sql(f'drop {kind} temp."{name}"')
        self._connection.commit()

    def _settle(self) -> None:
        self._connection.commit()


def restore(back_up: Path, path: Path) -> Path | None:
    """Put a back-up in a store's place. The store that was there is set aside; its new name is returned.

    Raises StoreError where the back-up cannot be opened; then nothing has changed.
    """
    if not back_up.is_file():
        raise StoreError("There is no back-up of this name.", where=back_up.name, mend="Check the path.")
    trial = path.with_name(f"{path.name}.restoring")
    trial.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy_whole(back_up, trial)
    try:
        Store.open(trial).close()
        aside = None
        if path.exists():
            Store.open(path).close()  # refuses while another program has it open, and empties its log
            aside = path.with_name(f"{path.stem}.replaced-{utc_now():%Y%m%dT%H%M%S}{path.suffix}")
            path.rename(aside)
        trial.rename(path)
        return aside
    finally:
        trial.unlink(missing_ok=True)


def _quiet(connection: Any, _: object) -> None:
    """DuckDB would draw a bar of its own on standard output when a query takes longer than two seconds."""
    connection.execute("set enable_progress_bar = false")


def utc_now() -> datetime:
    """Now in UTC, without a time zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _copy_whole(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(source, partial)
    partial.rename(target)


def _frame(connection: Connection, name: str, parameters: dict[str, Any]) -> pd.DataFrame:
    result = connection.execute(named_sql(name).clause, parameters)
    frame: pd.DataFrame = result.cursor.df()  # native: ten times faster on many rows
    return frame
