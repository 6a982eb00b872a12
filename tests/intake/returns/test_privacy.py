"""No child's identifier, date of birth, pupil number or postcode leaves memory: not in the store, its log, a file or a
message. Values are made so that even compressed, or cut in pieces, they would be found."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from sqlalchemy import Connection

from mwm.errors import IntakeError
from mwm.intake.returns import take_in_returns
from mwm.settings import ROOT
from mwm.store import Store, Transaction
from tests.intake.returns.made import as_csv, as_xml, birth, episode, files

MARKS = {"child": "ZQXJKVWQ", "pupil": "QZWVKJXZ", "postcode": "WZQ9"}
BORN = ["23/11/2003", "2003-11-23", "20031123", "23-11-2003", "1069545600"]  # the last: in seconds since 1970
PIECES = [mark[at : at + 4].encode() for mark in MARKS.values() for at in range(len(mark) - 3)]
PIECES += [text.encode() for text in BORN]

NAMES = ("2019-episodes.csv", "2019-header.csv")


def rows() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Sixty children with two episodes each."""
    children = [f"{MARKS['child']}{number:05d}" for number in range(60)]
    episodes = []
    for number, child in enumerate(children):
        home = f"{MARKS['postcode']} {number % 9}{MARKS['postcode']}"
        day, places = f"{number % 28 + 1:02d}", {"HOME_POST": home, "PL_POST": home}
        episodes.append(episode(child, f"{day}/05/2019", f"{day}/09/2019", REC="X1", **places))
        episodes.append(episode(child, f"{day}/09/2019", RNE="P", PLACE="K2", **places))
    births = [birth(child, BORN[0], UPN=f"{MARKS['pupil']}{number:04d}") for number, child in enumerate(children)]
    return episodes, births


def leaks(data: bytes) -> list[bytes]:
    return [piece for piece in PIECES if piece in data]


def leaks_in(folder: Path) -> list[str]:
    """Files under a folder that hold a piece of a child's value."""
    return [path.name for path in folder.rglob("*") if path.is_file() and leaks(path.read_bytes())]


def test_the_search_would_find_them_even_compressed(tmp_path: Path) -> None:
    episodes, births = pd.DataFrame(rows()[0] * 300), pd.DataFrame(rows()[1] * 300)
    with duckdb.connect(str(tmp_path / "leaky.duckdb")) as leaky:
        leaky.register("given", episodes[["CHILD"]])
        leaky.execute("create table kept as select * from given")
        leaky.unregister("given")
        leaky.register("given", births[["UPN"]])
        leaky.execute("create table too as select * from given")
        leaky.execute("checkpoint")
    found = leaks((tmp_path / "leaky.duckdb").read_bytes())
    assert any(piece.decode() in MARKS["child"] for piece in found)
    assert any(piece.decode() in MARKS["pupil"] for piece in found)


def test_nothing_reaches_store_log_temporary_files_or_messages_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    moments: list[str] = []

    def look(moment: str) -> None:
        moments.append(moment)
        assert leaks_in(tmp_path) == []

    checkpoint = Connection.exec_driver_sql

    def watched(self: Connection, statement: str, *more: Any, **options: Any) -> Any:
        if statement == "CHECKPOINT":  # the change is committed and still in the write-ahead log
            look(f"log of {sum(path.stat().st_size for path in tmp_path.glob('*.wal'))} bytes")
        return checkpoint(self, statement, *more, **options)

    lend, append = Transaction.lend, Transaction.append

    def lent(self: Transaction, name: str, table: Any) -> None:
        assert not leaks(repr(table.to_pylist()).encode())
        lend(self, name, table)

    def appended(self: Transaction, table: str, frame: pd.DataFrame) -> None:
        assert not leaks(frame.to_csv().encode())
        append(self, table, frame)

    monkeypatch.setattr(Connection, "exec_driver_sql", watched)
    monkeypatch.setattr(Transaction, "lend", lent)
    monkeypatch.setattr(Transaction, "append", appended)
    episodes, births = rows()
    with Store.open(tmp_path / "store.duckdb", create=True) as store:
        sent = files((NAMES[0], episodes), (NAMES[1], births))
        report = take_in_returns(store, sent, progress=lambda words, share: look(words))
        assert report.status == "imported"
        xml = files(("2020.xml", as_xml([episode(f"{MARKS['child']}00001", "01/05/2020")], births[1:2])))
        assert take_in_returns(store, xml, progress=lambda words, share: look(words)).status == "imported"
        faulty = [episode(f"{MARKS['child']}00002", "02/05/2021", "01/05/2021"), *episodes[:1]]
        refused = take_in_returns(store, files(("2021-episodes.csv", faulty)))
        assert refused.status == "refused"
        assert not leaks(json.dumps([report.to_dict(), refused.to_dict()]).encode())
        assert not leaks(repr((report, refused, sent)).encode())
    look("end")
    assert any(moment.startswith("log of") and moment != "log of 0 bytes" for moment in moments)
    assert (tmp_path / "store.duckdb").read_bytes().count(NAMES[0].encode())  # the search does look at what was written
    captured = capfd.readouterr()
    assert not leaks((captured.out + captured.err + caplog.text).encode())


@pytest.mark.parametrize(
    "broken",
    [
        lambda data: data.replace(b"\r\n", b",,,,\r\n", 4),
        lambda data: data.replace(b"CHILD,", b"", 1),
        lambda data: data.replace(b"DECOM", b"CHILD ", 1),
        lambda data: b"\r\n".join(data.split(b"\r\n")[1:]),
        lambda data: data.replace(b"/05/2019", b"/17/2019"),
        lambda data: data + b'"' + MARKS["child"].encode(),
        lambda data: data.replace(b",S,", b",ZQXJKVWQ,"),
        lambda data: data.replace(b"01/05/2019", b"ZQXJKVWQ"),
        lambda data: as_xml(rows()[0])[:-400],
        lambda data: b'<!DOCTYPE x [<!ENTITY e "ZQXJKVWQ">]>' + as_xml(rows()[0]).split(b"?>", 1)[1],
    ],
)
def test_no_refusal_repeats_a_value(broken: Any, tmp_path: Path) -> None:
    data = broken(as_csv(rows()[0]))
    with Store.open(tmp_path / "store.duckdb", create=True) as store:
        try:
            report = take_in_returns(store, files((NAMES[0], data)))
        except IntakeError as refused:
            said = f"{refused!r} {refused} {refused.__context__!r} {refused.__cause__!r}"
        else:
            said = json.dumps(report.to_dict()) + repr(report)
            assert report.status == "refused" or "notes" in said
    assert not leaks(said.encode())
    assert leaks_in(tmp_path) == []


@pytest.mark.parametrize(
    ("faulty", "options"),
    [
        (False, []),
        (False, ["--dry-run", "--on", "2020-01-01"]),
        (True, ["--format", "json"]),
        (True, ["--refused", "out.xlsx"]),
    ],
)
def test_the_command_line_leaves_nothing_behind(options: list[str], faulty: bool, tmp_path: Path) -> None:
    inbox, work = tmp_path / "inbox", tmp_path / "work"
    inbox.mkdir()
    work.mkdir()
    episodes, births = rows()
    if faulty:
        episodes[3] |= {"DEC": "01/01/2019"}
    (inbox / NAMES[0]).write_bytes(as_csv(episodes))
    (inbox / NAMES[1]).write_bytes(as_csv(births))
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mwm",
            "import",
            *(str(inbox / name) for name in NAMES),
            "--store",
            "s.duckdb",
            *options,
        ],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(work), "HOME": str(work)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == (1 if faulty else 0), run.stderr
    assert not leaks(run.stdout + run.stderr)
    assert leaks_in(work) == []
    assert (work / "s.duckdb").exists() == (not faulty and "--dry-run" not in options)
    assert not (work / "out.xlsx").exists()
