"""A series of one's own: read, judged, refused in plain words; nothing stored."""

import json
import math
from datetime import date
from pathlib import Path

import pytest

from mwm.cli import main
from mwm.errors import IntakeError
from mwm.intake.reading import read_file
from mwm.intake.series import read_series


def series(tmp_path: Path, text: str, **columns: str):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    return read_series(read_file(path), date_column="day", value_column="number", **columns)


@pytest.mark.parametrize(
    "text", ["2025-04-01", "01/04/2025", "1/4/2025", "2025-04", "04/2025", "Apr 2025", "April 2025"]
)
def test_dates_are_day_first_or_year_first(tmp_path: Path, text: str) -> None:
    assert series(tmp_path, f"day,number\n{text},3\n").days == (date(2025, 4, 1),)


def test_rows_are_sorted_and_blanks_are_gaps_and_both_are_said(tmp_path: Path) -> None:
    found = series(tmp_path, 'day,number\n2025-02,"1,284"\n2025-01,12%\n2025-03,\n')
    assert found.days == (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
    assert found.values[:2] == (12.0, 1284.0)
    assert math.isnan(found.values[2])
    assert "sorted" in found.notes[0]
    assert "gap" in found.notes[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day,number\n04/13/2025,1\n", ["row 2", "column day", "not a date"]),
        ("day,number\n2025-01,1\n2025-02,Jane Roe\n", ["row 3", "column number", "text of 8 characters"]),
        ("day,number\n2025-01,1\n2025-01,2\n", ["Rows 2 and 3", "same date"]),
        ("day,number\n2025-01,\n", ["No row has a value"]),
        ("day,number\n2025-01,1e300\n", ["row 2", "not a number"]),
        ("day,number\n2025-01,inf\n", ["row 2", "not a number"]),
        ("day,amount\n2025-01,1\n", ["no column called “number”", "amount"]),
        ("day,number\n" + "".join(f"2025-{m:02},x\n" for m in range(1, 9)), ["row 4", "and 5 more rows"]),
    ],
)
def test_a_bad_series_is_refused_in_a_sentence_that_says_where(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(IntakeError) as caught:
        series(tmp_path, text)
    for word in words:
        assert word in str(caught.value)
    assert "Roe" not in str(caught.value)
    assert caught.value.mend


def test_a_denominator_of_zero_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"row 3 \(number 0\)"):
        series(tmp_path, "day,number,all\n2025-01,1,4\n2025-02,0,0\n", denominator_column="all")


def run(tmp_path: Path, text: str, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict, str]:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    code = main(["series", str(path), "--date", "day", "--value", "number", "--format", "json", *options])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else {}, err


WAVE = "day,number\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{10 + n % 2}\n" for n in range(24))


def test_the_command_gives_mean_limits_icons_and_phases(tmp_path, capsys) -> None:
    code, told, _ = run(tmp_path, WAVE + "2022-01,30\n", "--better", "lower", "--target", "14", capsys=capsys)
    assert code == 0
    assert told["variation"] == "concern_high"
    assert told["rows"][-1]["signal"] == ["outside_limits"]
    assert told["rows"][-1]["icon"] == "concern_high"
    assert told["lower_process_limit"] < told["mean"] < told["upper_process_limit"]
    assert told["assurance"] == "consistently_hits"
    code, told, _ = run(tmp_path, WAVE, "--rebase-at", "2021-01", capsys=capsys)
    assert [phase["from"] for phase in told["phases"]] == ["2020-01-01", "2021-01-01"]
    assert {row["phase"] for row in told["rows"]} == {1, 2}


def test_screening_can_be_switched_off(tmp_path, capsys) -> None:
    _, screened, _ = run(tmp_path, WAVE + "2022-01,30\n", capsys=capsys)
    _, plain, _ = run(tmp_path, WAVE + "2022-01,30\n", "--no-screening", capsys=capsys)
    assert plain["upper_process_limit"] > screened["upper_process_limit"]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--chart", "p"], "needs a denominator"),
        (["--rebase-at", "soon"], "not a day"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(tmp_path, capsys, options: list[str], word: str) -> None:
    code, _, err = run(tmp_path, WAVE, *options, capsys=capsys)
    assert code == 2
    assert word in err


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("day,number\n2025-01,3\n", "thin"),
        ("day,number\n" + "".join(f"{2020 + n},5\n" for n in range(20)), "ok"),
        ("day,number\n" + "".join(f"{1100 + n // 12}-{n % 12 + 1:02},{n % 7}\n" for n in range(10_000)), "ok"),
    ],
)
def test_one_point_equal_points_and_ten_thousand_points_are_answered(tmp_path, capsys, text: str, status: str) -> None:
    code, told, _ = run(tmp_path, text, capsys=capsys)
    assert code == 0
    assert told["status"] == status


def test_a_run_chart_says_when_the_median_is_crossed_too_seldom(tmp_path, capsys) -> None:
    drift = "day,number\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{n // 6 % 2 * 9 + n % 3}\n" for n in range(24))
    _, told, _ = run(tmp_path, drift, "--chart", "run", capsys=capsys)
    assert told["counts"]["crossings"] == 3
    assert told["counts"]["fewest_crossings_by_chance"] == 8
    assert "crosses the median 3 times, fewer than the 8" in told["caveats"][0]
    _, told, _ = run(tmp_path, WAVE, "--chart", "run", capsys=capsys)
    assert told["caveats"] == []
