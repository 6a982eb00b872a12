"""The command agreement: published tables through the whole road, plain sentences at the edges, exit codes."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mwm.cli import main

KEYS = {
    "headline", "status", "level", "n", "icc", "icc_with_blanks", "krippendorff_alpha", "weighted_kappa",
    "fleiss_kappa", "exact_agreement", "within_one_agreement", "standard_errors", "notes", "method",
}  # fmt: skip
SHROUT_FLEISS = "J1,J2,J3,J4\n9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n"
KRIPPENDORFF = """unit;A;B;C;D
1;1;1;*;1
2;2;2;3;2
3;3;3;3;3
4;3;3;3;3
5;2;2;2;2
6;1;2;3;4
7;4;4;4;4
8;1;1;2;1
9;2;2;2;2
10;*;5;5;5
11;*;*;1;1
12;*;3;*;*
"""


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, *options: str) -> tuple[int, dict, str]:
    path = tmp_path / "grades.csv"
    path.write_text(text, encoding="utf-8")
    code = main(["agreement", str(path), "--format", "json", *options])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else {}, err


def test_shrout_and_fleiss(tmp_path, capsys) -> None:
    code, told, _ = run(tmp_path, capsys, SHROUT_FLEISS)
    assert code == 0
    assert set(told) == KEYS
    assert {form: round(one["value"], 2) for form, one in told["icc"].items()} == {
        "ICC1": 0.17, "ICC2": 0.29, "ICC3": 0.71, "ICC1k": 0.44, "ICC2k": 0.62, "ICC3k": 0.91,
    }  # fmt: skip
    one = told["icc"]["ICC2"]
    assert (one["name"], one["df1"], one["df2"]) == ("ICC(2,1)", 5, 15)
    assert (round(one["F"], 2), round(one["lower"], 2), round(one["upper"], 2)) == (11.03, 0.02, 0.76)
    assert (one["word"], one["band_set"]) == ("poor", "cicchetti_1994")
    assert told["n"] == {
        "units": 6, "graders": 4, "grades": 24, "units_complete": 6, "units_with_two_or_more_grades": 6,
    }  # fmt: skip
    assert len(told["weighted_kappa"]) == 6
    assert told["level"] == "ordinal"
    assert "ICC(2,1) is 0.29 (95% interval 0.02 to 0.76)" in told["headline"]


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff(tmp_path, capsys, level: str, printed: float) -> None:
    code, told, _ = run(tmp_path, capsys, KRIPPENDORFF, "--level", level)
    assert code == 0
    found = told["krippendorff_alpha"]
    assert (round(found["value"], 3), found["level"]) == (printed, level)
    assert (found["units"], found["pairable_values"]) == (11, 40)
    assert found["lower"] < found["value"] < found["upper"]
    assert told["n"]["units_complete"] == told["icc"]["ICC1"]["n"] == 8
    assert "4 units were left out of the six ICC" in " ".join(told["notes"])
    assert "“unit”" in " ".join(told["notes"])


def test_cohen_and_words(tmp_path, capsys) -> None:
    shares = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    names = ["personality disorder", "neurosis", "psychosis"]
    rows = [f"{names[i]},{names[j]}" for i in range(3) for j in range(3) for _ in range(shares[i][j])]
    code, told, _ = run(tmp_path, capsys, "A,B\n" + "\n".join(rows), "--level", "nominal")
    assert code == 0
    pair = told["weighted_kappa"][0]
    assert (pair["graders"], pair["n"]) == (["A", "B"], 200)
    assert round(pair["unweighted"]["value"], 3) == 0.492
    assert pair["unweighted"]["standard_error"] == pytest.approx(0.0510, abs=5e-5)
    assert pair["quadratic"]["value"] is None
    assert "words" in told["icc"]["ICC1"]["why"]
    assert {one["category"] for one in told["fleiss_kappa"]["categories"]} == set(names)
    assert "1969" in told["standard_errors"]["weighted_kappa"]
    code, _, err = run(tmp_path, capsys, "A,B\n" + "\n".join(rows))
    assert code == 1
    assert "row 2, column A (text of 20 characters)" in err
    assert "personality" not in err


def values_of(told: object) -> Iterator[object]:
    """Every coefficient's value, wherever it stands."""
    if isinstance(told, dict):
        yield from [told["value"]] if "value" in told else []
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from values_of(one)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A\n1\n2\n3\n", "one grader"),
        ("A,B\n3,3\n3,3\n3,3\n", "the same"),
        ("A,B\n3,4\n", "Only one unit"),
        ("A,B\n3,\n,4\n5,\n", "No unit has grades from two"),
        ("A,B,C\n3,4,\n", "Only one unit"),
    ],
)
def test_what_cannot_be_worked_out_is_a_sentence(tmp_path, capsys, text: str, sentence: str) -> None:
    for level in ("nominal", "ordinal", "interval", "ratio"):
        code, told, err = run(tmp_path, capsys, text, "--level", level)
        assert (code, err) == (0, "")
        assert "cannot be worked out" in told["headline"]
        assert sentence.lower() in told["headline"].lower()
        coefficients = [told[key] for key in ("icc", "icc_with_blanks", "krippendorff_alpha", "fleiss_kappa")]
        assert set(values_of([*coefficients, told["weighted_kappa"]])) <= {None}
        assert told["icc"]["ICC2"]["why"]
        assert told["krippendorff_alpha"]["why"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("unit,A,B\nu,,\nv,,\n", "no grade"), ("A,B\n1,two\n", "row 2, column B"), ("", "empty"), ("A,B\n", "no rows")],
)
def test_what_cannot_be_read_is_refused(tmp_path, capsys, text: str, sentence: str) -> None:
    code, told, err = run(tmp_path, capsys, text)
    assert (code, told) == (1, {})
    assert sentence in err
    assert "Traceback" not in err


def test_a_wrong_level_is_wrong_usage(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        run(tmp_path, capsys, SHROUT_FLEISS, "--level", "cardinal")
    assert caught.value.code == 2


def test_a_ratio_below_zero_leaves_the_other_coefficients(tmp_path, capsys) -> None:
    code, told, _ = run(tmp_path, capsys, "A,B\n-1,-2\n3,4\n0,0\n5,3\n", "--level", "ratio")
    assert code == 0
    assert told["krippendorff_alpha"]["value"] is None
    assert "below zero" in told["krippendorff_alpha"]["why"]
    assert told["icc"]["ICC2"]["value"] > 0.8
    assert "ICC(2,1)" in told["headline"]


def test_table_and_csv(tmp_path, capsys) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(KRIPPENDORFF, encoding="utf-8")
    assert main(["agreement", str(path)]) == 0
    shown = capsys.readouterr().out
    for word in ("ICC(2,1)", "Krippendorff's alpha", "0.8154", "Kappa, quadratic weights", "A and B", "Note: "):
        assert word in shown
    assert main(["agreement", str(path), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"coefficient", "of", "value", "lower", "upper", "standard_error", "n", "why", "status"} == set(rows[0])
    alpha = next(row for row in rows if row["coefficient"] == "Krippendorff's alpha")
    assert float(alpha["value"]) == pytest.approx(0.8154, abs=5e-5)
    assert len(rows) == 6 + 1 + 1 + 2 + 1 + 3 * 6


def test_a_large_table_with_many_blanks_half_grades_and_many_points(tmp_path, capsys) -> None:
    rng = np.random.default_rng(1)
    level = rng.normal(5, 2, 3_000)
    rows = np.clip(np.rint(2 * (level[:, None] + rng.normal(0, 1, (3_000, 10)))) / 2, 0, 10)
    rows[rng.random(rows.shape) < 0.7] = np.nan
    text = ",".join(f"G{n}" for n in range(10)) + "\n"
    text += "\n".join(",".join("" if np.isnan(value) else f"{value:g}" for value in row) for row in rows)
    code, told, _ = run(tmp_path, capsys, text, "--level", "interval")
    assert code == 0
    assert told["krippendorff_alpha"]["value"] == pytest.approx(0.8, abs=0.03)
    assert told["icc_with_blanks"]["value"] == pytest.approx(0.8, abs=0.03)
    assert told["icc_with_blanks"]["lower"] < 0.8 < told["icc_with_blanks"]["upper"]
    assert told["icc"]["ICC2"]["value"] is None
    assert "No unit was graded by all 10" in told["icc"]["ICC2"]["why"]
    assert told["fleiss_kappa"]["value"] is None
    assert len(told["weighted_kappa"]) == 45


def test_the_command_imports_nothing_heavy_until_it_needs_it() -> None:
    code = "import sys, mwm.cli; print([name for name in ('scipy', 'statsmodels', 'pandas') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
