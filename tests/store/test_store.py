"""Opening, migrating, writing, copying and refusing stores."""

import shutil
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from mwm.errors import StoreError
from mwm.store import Store, migrations
from mwm.store.store import restore


def areas(store: Store) -> list[str]:
    return list(store.read("questions/scope/service_area", authority="A")["service_area"])


def add_area(store: Store, name: str) -> None:
    with store.transaction("add") as transaction:
        transaction.append(
            "service_area", pd.DataFrame({"authority": ["A"], "service_area": [name], "batch_id": ["b"]})
        )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.duckdb"


def test_a_missing_store_is_not_made_unasked(path: Path) -> None:
    with pytest.raises(StoreError, match="python -m mwm demo"):
        Store.open(path)
    assert not path.exists()


def test_what_was_committed_is_there_after_closing(path: Path) -> None:
    with Store.open(path, create=True) as store:
        assert store.version == 0
        add_area(store, "Youth Justice")
        assert store.version == 1
    with Store.open(path) as store:
        assert store.version == 1
        assert areas(store) == ["Youth Justice"]


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    def fails_half_way(store: Store) -> None:
        with store.transaction("add") as transaction:
            transaction.append(
                "service_area", pd.DataFrame({"authority": ["A"], "service_area": ["X"], "batch_id": ["b"]})
            )
            raise RuntimeError

    with Store.open(path, create=True) as store:
        with pytest.raises(RuntimeError):
            fails_half_way(store)
        assert areas(store) == []
        assert store.version == 0
        add_area(store, "Y")
        assert areas(store) == ["Y"]


def test_eight_threads_write_and_read_and_no_row_is_lost(path: Path) -> None:
    with Store.open(path, create=True) as store:
        threads = [threading.Thread(target=add_area, args=(store, f"Area {number}")) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert areas(store) == [f"Area {number}" for number in range(8)]
        assert store.version == 8


def test_a_second_program_is_told_that_the_store_is_open(path: Path) -> None:
    with Store.open(path, create=True):
        second = subprocess.run(
            [sys.executable, "-m", "mwm", "batches", "--store", str(path)],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    assert second.returncode == 1
    assert "Another program has this store open" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_file_that_is_no_store_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"month,looked_after\n" * 1000)
    with pytest.raises(StoreError, match="not a store"):
        Store.open(path)
    assert path.read_bytes() == b"month,looked_after\n" * 1000


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    with Store.open(path, create=True) as store, store.transaction("pretend") as transaction:
        transaction.run(
            "store/record_migration", number=9999, name="9999_later", checksum="x", applied_at=datetime(2030, 1, 1)
        )
    with pytest.raises(StoreError, match="newer version"):
        Store.open(path)


def test_an_older_store_is_copied_and_then_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, create=True) as store:
        add_area(store, "Kept")
    later = migrations.Migration(9999, "9999_later", "x", "create table later (note varchar)")
    known = migrations.known_migrations()
    monkeypatch.setattr(migrations, "known_migrations", lambda: [*known, later])
    with Store.open(path) as store:
        assert "before-9999" in store.notices[0]
        assert areas(store) == ["Kept"]
    monkeypatch.undo()
    with Store.open(path.with_name("one.before-9999.duckdb")) as copy:
        assert areas(copy) == ["Kept"]


def test_a_migration_that_fails_leaves_the_older_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path, create=True).close()
    broken = migrations.Migration(9999, "9999_later", "x", "create table later (note varchar); select * from nowhere")
    known = migrations.known_migrations()
    monkeypatch.setattr(migrations, "known_migrations", lambda: [*known, broken])
    with pytest.raises(Exception, match="nowhere"):
        Store.open(path)
    monkeypatch.undo()
    Store.open(path).close()


def test_a_changed_schema_file_is_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path, create=True).close()
    changed = [
        migrations.Migration(known.number, known.name, "other", known.source) for known in migrations.known_migrations()
    ]
    monkeypatch.setattr(migrations, "known_migrations", lambda: changed)
    with pytest.raises(StoreError, match="not the one"):
        Store.open(path)


def test_line_ends_do_not_change_a_checksum(tmp_path: Path) -> None:
    for folder, ends in (("a", b"\n"), ("b", b"\r\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "0001_x.sql").write_bytes(b"-- x" + ends + b"select 1" + ends)
    one, other = (migrations.known_migrations(tmp_path / folder) for folder in "ab")
    assert one[0].checksum == other[0].checksum


def test_a_back_up_can_be_opened_and_restored(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    with Store.open(path, create=True) as store:
        add_area(store, "Before")
        store.backup(copy)
        with pytest.raises(StoreError, match="already"):
            store.backup(copy)
        add_area(store, "After")
    aside = restore(copy, path)
    with Store.open(path) as store:
        assert areas(store) == ["Before"]
    assert aside is not None
    with Store.open(aside) as store:
        assert areas(store) == ["After", "Before"]


def test_a_back_up_that_cannot_be_opened_changes_nothing(path: Path, tmp_path: Path) -> None:
    with Store.open(path, create=True) as store:
        add_area(store, "Kept")
    (tmp_path / "bad.duckdb").write_bytes(b"x" * 20_000)
    with pytest.raises(StoreError):
        restore(tmp_path / "bad.duckdb", path)
    with Store.open(path) as store:
        assert areas(store) == ["Kept"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.duckdb", "one.duckdb"]


def test_a_log_that_cannot_be_replayed_is_set_aside_and_said(path: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed.duckdb"
    with Store.open(path, create=True) as store:
        add_area(store, "Kept")
        with store._engine.connect() as connection:  # a commit whose log was not yet folded into the file
            connection.exec_driver_sql("insert into service_area select 'A', 'Lost ' || i, 'b' from range(500) t(i)")
            connection.commit()
            log = bytearray(path.with_name("one.duckdb.wal").read_bytes())
            shutil.copy(path, crashed)
    for place in range(60, 200):
        log[place] ^= 0xFF
    crashed.with_name("crashed.duckdb.wal").write_bytes(log)
    with Store.open(crashed) as store:
        assert areas(store) == ["Kept"]
        assert "kept in crashed.duckdb.wal.set-aside" in store.notices[0]
    (aside,) = tmp_path.glob("*.set-aside-*")
    assert aside.read_bytes() == log


def test_sql_reaches_no_other_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    with (
        Store.open(path, create=True) as store,
        store._engine.connect() as connection,
        pytest.raises(Exception, match="disabled"),
    ):
        connection.exec_driver_sql(f"select * from read_csv('{tmp_path / 'other.csv'}')")
