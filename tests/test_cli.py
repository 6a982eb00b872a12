"""The command line: what it prints, its exit codes, and that nobody sees a traceback."""

import contextlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mwm.cli import main
from tests.questions.conftest import as_csv, made_up_rows

ROOT = Path(__file__).parent.parent
LAC = "month,looked_after,started,ceased\n2024-04,352,,\n2024-05,349,5,8\n2024-12,325,,\n"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as leaving:  # argparse leaves this way
        code = int(leaving.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    file = folder / "observations.csv"
    file.write_text(as_csv(made_up_rows(4, 60)), encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert main(["import", str(file), "--create-teams", "--store", str(folder / "own.duckdb")]) == 0
    assert said.getvalue() == ""
    return folder / "own.duckdb"


@pytest.fixture
def store(imported: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(imported, tmp_path / "own.duckdb")


def test_a_file_goes_in_and_an_answer_comes_out(store: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "lac.csv").write_text(LAC)
    assert run(capsys, "import", tmp_path / "lac.csv", "--store", store)[0] == 0
    code, out, _ = run(
        capsys, "ask", "looked-after-change", "--store", store, "--baseline", "2024-04", "--format", "json"
    )
    told = json.loads(out)
    assert code == 0
    assert told["status"] == "ok"
    assert told["rows"][-1]["percent_change"] == pytest.approx(-7.6705, abs=1e-3)
    assert set(told) >= {"question", "status", "headline", "scope", "rows", "counts", "caveats", "method", "batches"}


@pytest.mark.parametrize("question", ["skill-trend", "team-comparison"])
def test_answers_about_averages_carry_what_grading_means_for_them(store: Path, capsys, monkeypatch, question) -> None:
    monkeypatch.setattr("mwm.questions.grading.trends.grading_notes", lambda *_: ("The people who graded changed.",))
    told = json.loads(run(capsys, "ask", question, "--store", store, "--format", "json")[1])
    assert told["caveats"][-1] == "The people who graded changed."
    assert len(told["caveats"]) > 1
    without = json.loads(run(capsys, "ask", "coverage", "--store", store, "--format", "json")[1])
    assert "The people who graded changed." not in without["caveats"]


def test_leniency_is_taken_out_by_a_flag(store: Path, capsys) -> None:
    words = ("ask", "skill-trend", "--element", "empathy", "--store", store, "--format", "json")
    assert "adjusted" in json.loads(run(capsys, *words, "--without-leniency")[1])["rows"][0]
    assert "adjusted" not in json.loads(run(capsys, *words)[1])["rows"][0]
    code, _, err = run(capsys, *words, "--without-leniency", "--measure", "share")
    assert (code, "Leniency is taken out of averages" in err) == (2, True)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_question_can_be_asked_in_every_form(store: Path, capsys, form: str) -> None:
    from mwm.questions import QUESTIONS

    needed = {"scope-comparison": ("--with-service-area", "Youth Justice")}
    for name in QUESTIONS:
        code, out, err = run(capsys, "ask", name, *needed.get(name, ()), "--store", store, "--format", form)
        assert (code, err) == (0, ""), name
        if form == "json":
            assert json.loads(out)["question"] == name


def test_csv_has_the_promised_columns(store: Path, capsys) -> None:
    _, out, _ = run(capsys, "ask", "skill-trend", "--element", "empathy", "--store", store, "--format", "csv")
    assert out.splitlines()[0].startswith("month,element,average,observations,workers,lower,upper")


def test_scope_narrows_and_from_and_to_are_included(store: Path, capsys) -> None:
    words = ("ask", "skill-trend", "--store", store, "--team", "YJ Team A", "--from", "2024-02", "--to", "2024-03")
    _, out, _ = run(capsys, *words, "--format", "json")
    told = json.loads(out)
    assert {row["month"] for row in told["rows"]} == {"2024-02", "2024-03"}
    assert told["scope"]["teams"] == ["YJ Team A"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", "skill-trend", "--team", "CIN Team Z"], 1, "Did you mean"),
        (["ask", "skill-trend", "--from", "January"], 2, "YYYY-MM"),
        (["ask", "skill-trends"], 2, "invalid choice"),
        (["ask", "looked-after-change", "--baseline", "2024-1"], 2, "YYYY-MM"),
        (["undo", "99"], 1, "99"),
        (["template", "observation", "--out", "x.xlsx"], 2, "Kinds:"),
        (["import", "nowhere.csv"], 1, "no such file"),
        (["import", "x.csv", "--map", "no equals sign"], 2, "HEADING=COLUMN"),
        ([], 2, "required"),
    ],
)
def test_refusals_say_what_to_do_and_have_their_exit_code(store: Path, capsys, words, code: int, said: str) -> None:
    found, _, err = run(capsys, *words, *(["--store", str(store)] if words else []))
    assert found == code
    assert said in err
    assert "Traceback" not in err


def test_a_missing_store_is_said_and_not_made(tmp_path: Path, capsys) -> None:
    code, _, err = run(capsys, "ask", "skill-trend", "--store", tmp_path / "none.duckdb")
    assert code == 1
    assert "python -m mwm demo" in err
    assert not list(tmp_path.iterdir())


def test_a_trial_import_and_a_refused_one_leave_no_store_behind(tmp_path: Path, capsys) -> None:
    file = tmp_path / "observations.csv"
    file.write_text(as_csv(made_up_rows(4, 20)))
    path = tmp_path / "new.duckdb"
    assert run(capsys, "import", file, "--create-teams", "--dry-run", "--store", path)[0] == 0
    assert not path.exists()
    file.write_text(as_csv(made_up_rows(4, 20)).replace(",5,", ",9,"))
    code, out, _ = run(capsys, "import", file, "--create-teams", "--store", path)
    assert code == 1
    assert "row " in out
    assert not path.exists()


def test_one_file_that_cannot_be_read_does_not_keep_the_others_out(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.4 not a table")
    (tmp_path / "b.csv").write_text(LAC)
    path = tmp_path / "new.duckdb"
    assert run(capsys, "import", tmp_path / "a.csv", "--store", path)[0] == 1
    assert not path.exists()
    code, out, err = run(capsys, "import", tmp_path / "a.csv", tmp_path / "b.csv", "--store", path)
    assert code == 1
    assert "a.csv: This is a PDF" in err
    assert "3 rows were imported" in out


def test_an_import_is_listed_and_undone(store: Path, capsys) -> None:
    _, out, _ = run(capsys, "batches", "--store", store, "--format", "json")
    (batch,) = json.loads(out)["rows"]
    assert (batch["kind"], batch["state"]) == ("observations", "in use")
    assert run(capsys, "undo", batch["batch_no"], "--store", store)[0] == 0
    _, out, _ = run(capsys, "ask", "skill-trend", "--store", store, "--format", "json")
    assert json.loads(out)["status"] == "empty"
    assert run(capsys, "undo", batch["batch_no"], "--store", store)[0] == 1


def test_a_filled_template_can_be_imported(tmp_path: Path, capsys) -> None:
    import openpyxl

    file = tmp_path / "filled.xlsx"
    assert run(capsys, "template", "looked_after", "--out", file, "--store", tmp_path / "none.duckdb")[0] == 0
    book = openpyxl.load_workbook(file)
    sheet = book["looked_after"]
    headings = [cell.value for cell in sheet[1]]
    row = {"month": "2024-04", "looked_after": 352, "started": 4, "ceased": 7, "population_0_17": 35_000}
    for place, heading in enumerate(headings, start=1):
        sheet.cell(3, place, row[heading])
    book.save(file)
    path = tmp_path / "own.duckdb"
    code, out, err = run(capsys, "import", file, "--store", path)
    assert code == 0, out + err
    _, out, _ = run(capsys, "ask", "looked-after-trend", "--store", path, "--format", "json")
    assert [row["looked_after"] for row in json.loads(out)["rows"]] == [352]


def test_refused_rows_come_back_as_a_workbook_that_can_be_mended(tmp_path: Path, capsys) -> None:
    file = tmp_path / "lac.csv"
    file.write_text("month,looked_after\n2024-04,352\n2024-05,many\n")
    mend = tmp_path / "mend.xlsx"
    path = tmp_path / "own.duckdb"
    words = ("import", file, "--accept-good-rows", "--refused", mend, "--store", path)
    assert run(capsys, *words)[0] == 0
    import openpyxl

    book = openpyxl.load_workbook(mend)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["month", "looked_after"]
    assert sheet["B2"].value == "many"
    sheet["B2"].value = 349
    book.save(mend)
    assert run(capsys, "import", mend, "--store", path)[0] == 0
    _, out, _ = run(capsys, "ask", "looked-after-trend", "--store", path, "--format", "json")
    assert [row["looked_after"] for row in json.loads(out)["rows"]] == [352, 349]


def test_backup_check_and_restore(store: Path, tmp_path: Path, capsys) -> None:
    copy = tmp_path / "copy.duckdb"
    assert run(capsys, "backup", "--out", copy, "--store", store)[0] == 0
    assert run(capsys, "undo", 1, "--store", store)[0] == 0
    assert run(capsys, "restore", copy, "--store", store)[0] == 0
    _, out, _ = run(capsys, "ask", "skill-trend", "--store", store, "--format", "json")
    assert json.loads(out)["status"] in ("ok", "thin")
    code, out, _ = run(capsys, "check", "--store", store)
    assert (code, out) == (0, "Every data check passes.\n")


def test_every_commands_help_has_an_example(capsys) -> None:
    commands = "demo import template batches undo questions ask series check backup restore serve".split()  # noqa: SIM905
    for command in commands:
        code, out, _ = run(capsys, command, "--help")
        assert code == 0
        assert f"python -m mwm {command}" in out.split("example:")[1]


def test_it_runs_as_a_module_and_ends_quietly_when_the_reader_has_enough(store: Path) -> None:
    command = f"{sys.executable} -m mwm ask skill-trend --store {store} --format json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr


def test_a_group_goes_in_and_is_asked_for_as_a_team_is(store: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "groups.csv").write_text("group,team,from\nPatch,CIN Team A,\nPatch,YJ Team A,2024-03-01\n")
    assert run(capsys, "import", tmp_path / "groups.csv", "--store", store)[0] == 0
    _, out, _ = run(capsys, "ask", "groups", "--store", store, "--format", "json")
    (group,) = json.loads(out)["rows"]
    code, out, _ = run(capsys, "ask", "skill-trend", "--store", store, "--team", "patch", "--format", "json")
    told = json.loads(out)
    assert (code, told["scope"]["teams"]) == (0, ["Patch"])
    assert told["counts"]["observations"] == group["observations"] > 0
    code, _, err = run(capsys, "ask", "skill-trend", "--store", store, "--team", "Patch", "--team", "CIN Team A")
    assert (code, "counted twice" in err) == (1, True)


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_a_practice_report_is_written_as_a_file(store: Path, tmp_path: Path, capsys, form: str) -> None:
    file = tmp_path / f"report.{form}"
    code, out, err = run(capsys, "ask", "practice-report", "--store", store, "--team", "CIN Team A", "--out", file)
    assert (code, err) == (0, "")
    assert out == f"Written: {file}\n"
    assert file.read_bytes()[:4] in (b"<!DO", b"%PDF", b"PK\x03\x04")


def test_a_report_is_not_written_in_an_unknown_format_or_where_it_cannot_be(
    store: Path, tmp_path: Path, capsys
) -> None:
    asked = ("ask", "practice-report", "--store", store, "--out")
    code, _, err = run(capsys, *asked, tmp_path / "report.xls")
    assert (code, "A report is written as HTML, PDF or Word." in err) == (2, True)
    code, _, err = run(capsys, *asked, tmp_path / "nowhere" / "report.pdf")
    assert (code, "could not be written" in err) == (2, True)
