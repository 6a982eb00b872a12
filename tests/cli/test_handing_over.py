"""Tables and reports from the command line, and the record of what was handed over."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pypdfium2
import pytest

from mwm.cli import main
from mwm.exports.about import SMALL_NUMBERS_SHOWN
from mwm.exports.workbook import STANDARD
from mwm.questions import ask
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER


@pytest.fixture
def store(demo_authority: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(demo_authority, tmp_path / "own.duckdb")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def handed_over(store: Path) -> pd.DataFrame:
    with Store.open(store) as opened:
        return ask("exports", opened, CAREFUL_VIEWER, Scope()).rows


def test_one_table_as_csv_has_the_rows_of_the_answer(store: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "empathy.csv"
    words = ("--question", "skill-trend", "--with", "element=empathy", "--scope", "?team=all&from=2026-01")
    code, said, _ = run(capsys, "export", "tables", *words, "--store", store, "--out", out)
    assert code == 0
    assert "(synthetic data)" in said
    with Store.open(store) as opened:
        scope = Scope.from_query({"from": ["2026-01"]})
        rows = ask("skill-trend", opened, CAREFUL_VIEWER, scope, element="empathy").records()
    read = pd.read_csv(io.BytesIO(out.read_bytes()), encoding="utf-8-sig", keep_default_na=False)
    assert list(read["month"]) == [row["month"] for row in rows]
    assert [float(value) for value in read["average"]] == [row["average"] for row in rows]
    (entry,) = handed_over(store).to_dict("records")
    assert (entry["question"], entry["form"], entry["way"]) == ("skill-trend", "csv", "command line")
    assert (entry["row_count"], entry["small_numbers"]) == (len(rows), "hidden")
    assert "empathy.csv" not in str(entry)


def test_the_standard_set_is_one_workbook(store: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "tables.xlsx"
    code, _, err = run(capsys, "export", "tables", "--service-area", "Children in Need", "--store", store, "--out", out)
    assert code == 0
    assert f"Asking 1 of {len(STANDARD)}" in err
    assert openpyxl.load_workbook(out).sheetnames == ["Contents", *STANDARD, "Columns", "About"]


def test_small_numbers_are_in_a_file_only_where_that_is_said_and_the_file_says_so(
    store: Path, tmp_path: Path, capsys
) -> None:
    out = tmp_path / "tables.xlsx"
    words = ("export", "tables", "--question", "coverage", "--store", store, "--out", out)
    assert run(capsys, *words)[0] == 0
    assert SMALL_NUMBERS_SHOWN not in str(list(openpyxl.load_workbook(out)["About"].values))
    assert run(capsys, *words, "--small-numbers", "shown")[0] == 0
    assert SMALL_NUMBERS_SHOWN in str(list(openpyxl.load_workbook(out)["About"].values))
    assert list(handed_over(store)["small_numbers"]) == ["shown", "hidden"]


@pytest.mark.parametrize("ending", ["pdf", "html", "docx"])
def test_a_report_for_a_board_is_written(store: Path, tmp_path: Path, capsys, ending: str) -> None:
    out = tmp_path / f"board.{ending}"
    code, _, err = run(
        capsys, "export", "report", "--scope", "service_area=Children+in+Need", "--store", store, "--out", out
    )
    assert code == 0
    assert "Asking 1 of 2" in err
    if ending == "pdf":
        with pypdfium2.PdfDocument(out) as pdf:
            assert pdf.get_metadata_value("Title") == "Report for the board: Children in Need"
    code, said, _ = run(capsys, "exports", "--store", store)
    assert code == 0
    assert "1 file was handed over" in said
    assert "board-report" in said


def test_what_cannot_be_written_is_said(store: Path, tmp_path: Path, capsys) -> None:
    for words, told in (
        (("tables", "--out", tmp_path / "a.csv"), "one question"),
        (("tables", "--out", tmp_path / "a.txt"), "does not end in"),
        (("tables", "--question", "nonsense", "--out", tmp_path / "a.xlsx"), "no question called"),
        (("tables", "--with", "element=empathy", "--out", tmp_path / "a.xlsx"), "belongs to one question"),
        (("report", "--out", tmp_path / "a.pptx"), "does not end in"),
        (("report", "--team", "Nowhere", "--out", tmp_path / "a.pdf"), "There is no team"),
    ):
        code, _, err = run(capsys, "export", *words, "--store", store)
        assert code in (1, 2)
        assert told in err
    assert not list(tmp_path.glob("a.*"))
    assert handed_over(store).empty
