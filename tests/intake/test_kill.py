"""A process killed at any moment of an import leaves all of it or nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from mwm.intake import import_file, run_checks
from mwm.store import Store
from tests.intake.made import look, observation, send, write_csv

ROOT = Path(__file__).parents[2]
ROWS = 600

# Imports argv[2] into the store argv[1]; kills itself when the words argv[3] are told for the argv[4]th time.
IMPORT = """
import os, signal, sys
from mwm.intake import import_file
from mwm.store import Store

store, file, words, times = sys.argv[1:5]
told = 0

def progress(now, share):
    global told
    print(now, flush=True)
    told += now.startswith(words)
    if told == int(times):
        os.kill(os.getpid(), signal.SIGKILL)

print(import_file(Store.open(store), file, progress=progress).status)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [observation(number, observed_on=f"2025-{1 + number % 6:02d}-10") for number in range(ROWS)]
    rows += [observation(number, grader_id="SECOND", observed_on=rows[number]["observed_on"]) for number in range(100)]
    return write_csv(tmp_path / "many.csv", rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store in which one observation of the file stands already, with another grade and in another month."""
    path = tmp_path / "killed.duckdb"
    with Store.open(path, create=True) as store:
        send(store, observation(0, evocation="1", observed_on="2024-12-01"))
    return path


def start(path: Path, file: Path, words: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", IMPORT, str(path), str(file), words, str(times)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def expect_all_or_nothing(path: Path, file: Path) -> bool:
    """Returns whether the import is there. Then it can be finished or is finished."""
    with Store.open(path) as store:
        batches = look(store, "select count(*) from import_batch")[0][0]
        observations = look(store, "select count(*) from observation where superseded_by is null")[0][0]
        assert (batches, observations) in ((1, 1), (2, ROWS))
        assert [check for check in run_checks(store) if check.faults] == []
        again = import_file(store, file)
        assert again.status == ("unchanged" if batches == 2 else "imported")
        assert look(store, "select count(*) from observation where superseded_by is null") == [(ROWS,)]
        assert [check for check in run_checks(store) if check.faults] == []
        return batches == 2


@pytest.mark.parametrize(
    ("words", "times"),
    [("Checking", 5), ("Writing", 4), ("Working out", 1), ("Saving", 1)],
)
def test_killed_before_the_end_leaves_nothing(path: Path, file: Path, words: str, times: int) -> None:
    process = start(path, file, words, times)
    out, err = process.communicate(timeout=120)
    assert process.returncode == -9, out + err
    assert not expect_all_or_nothing(path, file)


@pytest.mark.parametrize("pause", [0.0, 0.02])
def test_killed_while_saving_leaves_all_or_nothing(path: Path, file: Path, pause: float) -> None:
    """The pause only spreads the moments over the commit; either outcome is right."""
    process = start(path, file, "never", 1)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Saving"):
            break
    time.sleep(pause)
    process.kill()
    process.communicate(timeout=60)
    expect_all_or_nothing(path, file)


def test_killed_after_the_end_leaves_all(path: Path, file: Path) -> None:
    process = start(path, file, "Done", 1)
    out, err = process.communicate(timeout=120)
    assert process.returncode == -9, out + err
    assert expect_all_or_nothing(path, file)
