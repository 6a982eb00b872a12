"""Returns on the command line: several files are one import, and a day can be counted without a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mwm.cli import main
from mwm.settings import settings
from tests.intake.returns.made import as_csv, as_xml, birth, episode

ROWS = [
    episode("C1", "10/05/2019"),
    episode("C2", "01/06/2019", "01/09/2019", PLACE="K2"),
    episode("C3", "01/06/2019", LS="V4"),
]
COUNTS = b"month,looked_after\n2024-04,12\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files of a return, and the store's place."""
    (tmp_path / "2019-episodes.csv").write_bytes(as_csv(ROWS))
    (tmp_path / "2019-header.csv").write_bytes(as_csv([birth("C1"), birth("C2", "01/02/2016"), birth("C3")]))
    monkeypatch.setenv("MWM_STORE", str(tmp_path / "store.duckdb"))
    settings.cache_clear()
    return tmp_path


def run(folder: Path, *words: str) -> int:
    return main(["import", *(str(folder / word) if (folder / word).exists() else word for word in words)])


FILES = ("2019-header.csv", "2019-episodes.csv")


def test_several_files_are_one_import(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, *FILES, "--population", "9000") == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "1 year of SSDA903 returns: 3 episodes of 3 children, 2019/20. They became counts of 12 months"
    )
    assert "note: 3 episodes joined with their headers" in told
    assert main(["ask", "looked-after-trend", "--format", "csv"]) == 0
    assert "2019-08" in capsys.readouterr().out
    assert run(folder, *FILES, "--population", "9000") == 0
    assert "Nothing to do: these files were imported" in capsys.readouterr().out
    assert main(["undo", "1"]) == 0


def test_a_day_is_counted_and_nothing_stored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, *FILES, "--dry-run", "--on", "2019-07-01") == 0
    told = capsys.readouterr().out
    assert "On 1 July 2019, 2 children were looked after (short breaks left out; 3 with them)." in told
    assert not (folder / "store.duckdb").exists()


def test_a_day_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--dry-run", "--on", "2019-07-01", "--format", "json", "--with-short-breaks", "--population", "9000")
    assert run(folder, *FILES, *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["on"], told["short_breaks_included"], told["total"]) == ("2019-07-01", True, 3)
    assert (told["total_without_short_breaks"], told["total_with_short_breaks"]) == (2, 3)
    assert told["by_placement"] == {"fostering": 2, "residential": 1, "supported": 0, "other": 0, "not known": 0}
    assert told["without_short_breaks"]["by_age_band"]["1 to 4"] == 1
    assert told["rate_per_10000"] == 3.3
    assert told["joined_records"] == told["records_after_deduplication"] == 3
    assert told["is_covered"]
    assert told["years"] == [{"year": "2019/20", "file": "2019-episodes.csv", "taken": "from the file's name"}]


def test_a_day_outside_the_returns_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, *FILES, "--dry-run", "--on", "2015-07-01") == 0
    assert "outside the years of these returns" in capsys.readouterr().out


def test_an_import_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, *FILES, "--format", "json") == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["kind"], report["status"]) == ("ssda903", "imported")
    assert report["returns"]["months"] == 12
    assert report["returns"]["months_that_do_not_reconcile"] == []


def test_a_return_beside_another_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "counts.csv").write_bytes(COUNTS)
    assert run(folder, "counts.csv", *FILES) == 0
    told = capsys.readouterr().out
    assert "SSDA903 returns" in told
    assert "1 row was imported" in told or "1 row were imported" in told


def test_faults_stop_or_are_left_out_by_choice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "2019-episodes.csv").write_bytes(as_csv([*ROWS, episode("C4", "10/05/2019", "09/05/2019")]))
    assert run(folder, *FILES) == 1
    told = capsys.readouterr().out
    assert "Nothing was imported: 1 fault" in told
    assert "row 5, column DEC: 2019-episodes.csv: The episode ends before it starts. [DfE rule 356]" in told
    assert not (folder / "store.duckdb").exists()
    assert run(folder, *FILES, "--dry-run", "--on", "2019-07-01") == 1
    assert "row 5, column DEC" in capsys.readouterr().out
    assert run(folder, *FILES, "--dry-run", "--on", "2019-07-01", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["row_number"] == 5
    assert run(folder, *FILES, "--accept-good-rows") == 0
    assert "1 row was left out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (as_csv([episode(start="05/17/2019")]), "month first"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + as_xml(ROWS).split(b"?>", 1)[1], "declares a document type"),
        (as_csv(ROWS).replace(b"DECOM", b"BEGUN"), "column DECOM is missing"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    data: bytes, words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.csv").write_bytes(data)
    assert run(folder, "bad.csv") == 1
    assert words in capsys.readouterr().err
    assert not (folder / "store.duckdb").exists()


def test_xml(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "return 2019-20.xml").write_bytes(as_xml(ROWS, [birth("C1")]))
    assert run(folder, "return 2019-20.xml") == 0
    assert "2 children have no date of birth" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2019-episodes.csv", "--on", "2019-07-01"), "Add --dry-run"),
        (("2019-episodes.csv", "--dry-run", "--on", "1 July"), "not a day"),
        (("counts.csv", "--with-short-breaks"), "are for SSDA903 returns"),
        (("counts.csv", "2019-episodes.csv", "--dry-run", "--on", "2019-07-01"), "Leave out counts.csv"),
        (("2019-episodes.csv", "--population", "plenty"), "number of children"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "counts.csv").write_bytes(COUNTS)
    assert run(folder, *words) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "store.duckdb").exists()
